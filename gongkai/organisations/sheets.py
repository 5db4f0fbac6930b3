"""A sheet: one thing an agency says of itself in public (profile, guide), written, reviewed and published as a whole.

Abstract models only. The acts stand above `review`, in `catalogue.sheets`; here is what both kinds of sheet keep.
"""

from typing import Any

from django.conf import settings
from django.db import models


class Sheet(models.Model):
    """The working copy, one of each kind for an agency. What is public is always a version, never this."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        IN_REVIEW = "in_review", "审核中"
        APPROVED = "approved", "审核通过，待发布"
        PUBLISHED = "published", "已发布"

    agency = models.OneToOneField("organisations.Agency", models.PROTECT, related_name="%(class)s")
    content = models.JSONField("内容", default=dict)
    # What was handed in for review, word for word; the working copy may not change until the review has ended.
    handed = models.JSONField("送审内容", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField("修改次数", default=1)
    drafter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Keys of everybody who wrote on it since it was last published: none of them may sign for it.
    authors = models.JSONField("起草、修改人", default=list, blank=True)
    edited_at = models.DateTimeField("修改时间")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.agency}{self._meta.verbose_name}"

    @property
    def published(self) -> Any:
        """The version in public, None while there is none."""
        return self.versions.order_by("-number").first()  # type: ignore[attr-defined]


class SheetVersion(models.Model):
    """What was published, word for word, with the agency's name at the time. A database trigger refuses changes."""

    number = models.PositiveIntegerField("版本")
    agency_name = models.CharField("当时名称", max_length=120)
    content = models.JSONField("内容")
    sha256 = models.CharField("内容摘要", max_length=64)
    review = models.PositiveBigIntegerField("审核编号")
    since = models.DateField("发布日期")
    published_at = models.DateTimeField("发布时间")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.agency_name}{self._meta.verbose_name}第{self.number}版"

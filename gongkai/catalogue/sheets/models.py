"""The guide as a sheet. (The profile's facts lie in `organisations.models`.)"""

from django.db import models

from gongkai.organisations.sheets import Sheet, SheetVersion


class Guide(Sheet):
    """政府信息公开指南: `content` holds what the agency writes itself, {"texts": {code: words}}. 条例 Art. 12"""

    class Meta:
        app_label = "catalogue"
        verbose_name = "政府信息公开指南"


class GuideVersion(SheetVersion):
    """A guide as it was published: name, rule, and every element with its words and the article behind them."""

    sheet = models.ForeignKey(Guide, models.PROTECT, related_name="versions")

    class Meta(SheetVersion.Meta):
        app_label = "catalogue"
        verbose_name = "政府信息公开指南"
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="catalogue_guide_version_number")]

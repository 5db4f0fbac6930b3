"""The facts of 找错: what a citizen says is wrong with a public page, and what became of it."""

from django.conf import settings
from django.db import models

from gongkai.organisations.models import Agency


class ErrorReport(models.Model):
    """One report. `text` is kept with personal data masked; the words as sent and the contact lie sealed in the ledger.

    The query code is known to the citizen alone; `code_digest` is its SHA-256.
    """

    class Kind(models.TextChoices):
        TYPO = "typo", "错别字"
        LINK = "link", "失效链接"
        CONTENT = "content", "内容错误"
        FILE = "file", "附件打不开"
        PERSONAL = "personal", "个人信息泄露"
        OTHER = "other", "其他"

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", "已经改正"
        NO_ERROR = "no_error", "核实没有错误"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="error_reports")
    record = models.ForeignKey("records.Record", models.PROTECT, null=True, related_name="error_reports")
    path = models.CharField("页面", max_length=300, blank=True)
    kind = models.CharField("种类", max_length=10, choices=Kind)
    text = models.TextField("说明")
    has_contact = models.BooleanField(default=False)
    code_digest = models.CharField(max_length=64, unique=True)
    rule = models.JSONField(null=True)
    due_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    reported_at = models.DateTimeField()
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    forget_on = models.DateField(null=True)  # the words as sent and the contact are erased once this day is over

    class Meta:
        verbose_name = "找错"
        ordering = ["-reported_at", "-id"]
        indexes = [
            models.Index(fields=["agency"], condition=models.Q(outcome=""), name="records_error_open"),
            models.Index(
                fields=["forget_on"], condition=models.Q(forget_on__isnull=False), name="records_error_forget"
            ),
        ]

    def __str__(self) -> str:
        return f"找错：{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The staff page."""
        return f"/desk/records/errors/{self.pk}/"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return not self.outcome

    @property
    def urgent(self) -> bool:
        """Whether it must be looked at before everything else: personal data may be lying open."""
        return self.kind == self.Kind.PERSONAL

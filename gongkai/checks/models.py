"""Reports of checks and overrides of findings. Masked excerpts only: a found number is never stored."""

from django.conf import settings
from django.db import models


class Report(models.Model):
    """What the checks found in exactly this content. Findings never change: other content makes another report."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    # SHA-256 of the content, or of its parts in the caller's own order: several digests in a row.
    content_hash = models.CharField("内容摘要", max_length=128)
    findings = models.JSONField("检查发现", default=list)
    tool_version = models.CharField("检查规则版本", max_length=20)
    made_at = models.DateTimeField("检查时间")
    # Going back to earlier content makes its report the newest again.
    last_run_at = models.DateTimeField("最近一次检查时间")

    class Meta:
        verbose_name = "检查报告"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "content_hash", "tool_version"],
                name="checks_report_content",
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-last_run_at"], name="checks_report_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} {self.content_hash[:8]}"


class Override(models.Model):
    """An accountable person let a finding pass on this subject. Holds for the same find only, whatever else changes."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    fingerprint = models.CharField("发现指纹", max_length=64)
    report = models.ForeignKey(Report, models.PROTECT, related_name="overrides")
    kind = models.CharField("种类", max_length=30)
    excerpt = models.CharField("遮盖后的摘录", max_length=200, blank=True)
    reason = models.TextField("理由")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    post_title = models.CharField("岗位", max_length=200)
    at = models.DateTimeField("放行时间")

    class Meta:
        verbose_name = "放行"
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "fingerprint"], name="checks_override_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.excerpt}"

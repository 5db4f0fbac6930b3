"""Reports of checks, overrides of findings, words the operator keeps. A found number is never stored, only masked."""

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


class KeptWord(models.Model):
    """A wrong or sensitive word kept by the section, besides the shipped ones. It ends; it is never deleted."""

    class Kind(models.TextChoices):
        MISSPELLING = "misspelling", "错别字"
        OUTDATED = "outdated", "过时表述"
        FORMER_NAME = "former_name", "机构旧称"
        TERRITORY = "territory", "领土主权表述"
        DISCRIMINATING = "discriminating", "歧视性称谓"
        STYLE = "style", "用语不规范"
        SENSITIVE = "sensitive", "敏感词"

    wrong = models.CharField("不当写法", max_length=60)
    right = models.CharField("规范写法", max_length=60, blank=True)
    kind = models.CharField("种类", max_length=20, choices=Kind)
    reason = models.CharField("理由或者出处", max_length=200)
    blocking = models.BooleanField("必须改正才能公开", default=False)
    in_titles = models.BooleanField("书名号内也检查", default=False)
    # The days of the documents in which it is wrong: the old name of an office is right in a document of its time.
    since = models.DateField("自哪一天起的文件", null=True, blank=True)
    until = models.DateField("到哪一天止的文件", null=True, blank=True)
    # Longer words in which it is right, one a line.
    unless = models.TextField("在这些词语中不算", blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    added_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "自定义词语"
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["wrong"], condition=models.Q(ended_at=None), name="checks_kept_word_once"),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="checks_kept_word_days",
            ),
        ]

    def __str__(self) -> str:
        return self.wrong

"""Files by content: one row and one stored copy for the same bytes, whoever brings them and under whatever name."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models


class File(models.Model):
    """An original as it was uploaded. Its bytes lie in the private store under their SHA-256 and never change."""

    sha256 = models.CharField("摘要", max_length=64, unique=True, validators=[RegexValidator(r"^[0-9a-f]{64}$")])
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("种类", max_length=10)
    media_type = models.CharField("媒体类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    # Words read once at upload, for search and checks; empty for pictures and formats that cannot be read.
    text = models.TextField("文字", blank=True)
    unreadable = models.BooleanField("未能自动读取", default=False)
    note = models.CharField("未能读取的原因", max_length=500, blank=True)
    # A pdf with pages that are pictures of words. What the machine read of them (or of a picture) is part of `text`,
    # and `ocr` says so: {"state": "waiting" | "done" | "failed" | "missing", "scanned": [pages], "pages": [[page,
    # letters, confidence]], "confidence": mean, "low": [pages], "empty": [pages], "left_out": how many pages were not
    # read, "html": for the reading version, "done_at": time}.
    scanned = models.BooleanField("扫描件", default=False)
    ocr = models.JSONField("文字识别", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件"

    def __str__(self) -> str:
        return self.name

    @property
    def read_by_machine(self) -> bool:
        """Whether words of `text` were read by machine from pictures of them."""
        return bool(self.text and self.ocr and self.ocr["state"] == "done")

    @property
    def waits_for_machine(self) -> bool:
        """Whether the words are still to be read."""
        return bool(self.ocr and self.ocr["state"] == "waiting")

    @property
    def hash12(self) -> str:
        """The part of the hash that stands in the public address."""
        return self.sha256[:12]


class PublicCopy(models.Model):
    """That a file is open to the public now, under this name; no row, no answer at /files/."""

    file = models.ForeignKey(File, models.PROTECT, related_name="public_copies")
    name = models.CharField("公开的文件名", max_length=200)
    published_at = models.DateTimeField("公开时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开的文件"
        constraints = [models.UniqueConstraint(fields=["file", "name"], name="files_public_copy_once")]

    def __str__(self) -> str:
        return self.name

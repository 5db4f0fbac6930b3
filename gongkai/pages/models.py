"""Public addresses, the facts they were made from, and the fixed places of entries in lists."""

from django.db import models


class Page(models.Model):
    """One public address as it was last rendered."""

    path = models.CharField("地址", max_length=500, unique=True)
    etag = models.CharField("内容摘要", max_length=64)
    keys_hash = models.CharField("依据摘要", max_length=64)
    rendered_at = models.DateTimeField("内容最近变动时间")
    touched_at = models.DateTimeField("依据最近变动时间", null=True, blank=True)
    # Counters, not times, tell whether a page is stale: an act that commits while a page is being rendered
    # has an earlier time than the page, but raises the counter above the one the renderer read.
    touches = models.PositiveBigIntegerField("依据变动次数", default=0)
    pressed_touches = models.PositiveBigIntegerField("已发布时的变动次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "公开页面"

    def __str__(self) -> str:
        return self.path

    @property
    def stale(self) -> bool:
        """Whether a fact has changed since the page was last written by press."""
        return self.touches != self.pressed_touches


class PageKey(models.Model):
    """One fact a page used: "record:12", "list:item:8", "agency:3"."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="keys")
    key = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "页面依据"
        constraints = [models.UniqueConstraint(fields=["key", "page"], name="pages_key_once_per_page")]

    def __str__(self) -> str:
        return self.key


class List(models.Model):
    """A public list and the last serial given in it. Its row is the lock under which serials are given."""

    name = models.CharField("列表", max_length=200, unique=True)
    last_serial = models.PositiveBigIntegerField("最后序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "公开列表"

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """The place of one thing in one list, given once. A withdrawn entry keeps its place, so that nothing
    shifts.
    """

    list = models.ForeignKey(List, models.CASCADE, related_name="entries")
    key = models.CharField("条目", max_length=200)
    serial = models.PositiveBigIntegerField("序号")
    present = models.BooleanField("在列", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "列表条目"
        constraints = [
            models.UniqueConstraint(fields=["list", "serial"], name="pages_one_entry_per_serial"),
            models.UniqueConstraint(fields=["list", "key"], name="pages_one_serial_per_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.serial} {self.key}"

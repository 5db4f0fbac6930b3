"""A year of the calendar as this instance announced it; it holds over the shipped table of the same year."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai import clock


class Year(models.Model):
    """The facts of one year's holiday notice. Days are ISO text: `off` and `work` are sorted lists without repeats."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    notice = models.CharField("通知", max_length=200)
    url = models.URLField("通知网址", max_length=500)
    off = models.JSONField("放假日")
    work = models.JSONField("调休上班日", default=list, blank=True)
    names = models.JSONField("节日名称", default=dict, blank=True)
    announced_at = models.DateTimeField("登记时间")
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "年度放假安排"
        ordering = ["year"]
        constraints = [models.CheckConstraint(condition=~Q(off=[]), name="calendars_year_not_empty")]

    def __str__(self) -> str:
        return f"{self.year}年放假安排"

    @property
    def table(self) -> clock.YearTable:
        """The year as the pure clock takes it."""
        names = {dt.date.fromisoformat(day): name for day, name in self.names.items()}
        off, work = (frozenset(map(dt.date.fromisoformat, days)) for days in (self.off, self.work))
        return clock.YearTable(self.year, self.notice, self.url, off, work, True, names)

"""What a person keeps for his own screen. No subject of law, so nothing of it stands in the ledger."""

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """A filter of the worklist under a name: the query part of its address."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField("名称", max_length=20)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = "待办筛选"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="desk_filter_name")]

    def __str__(self) -> str:
        return self.name

"""Facts beside a record: other makers, relations, clean-ups, lists of what is withheld, old addresses."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.organisations.models import Agency


class JointIssuer(models.Model):
    """A body that issued the record together with the record's agency. `agency` is None for one outside this system."""

    record = models.ForeignKey("records.Record", models.CASCADE, related_name="joint")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="joint_records")
    name = models.CharField("名称", max_length=120)  # the name at the time stays
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["record", "name"], name="records_joint_once")]

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """What a record does to another document, or comes from. `target` is None where it is not in this system."""

    class Kind(models.TextChoices):
        AMENDS = "amends", "修改"
        REPEALS = "repeals", "废止"
        REPLACES = "replaces", "代替"
        INTERPRETS = "interprets", "解读"
        RESULTS_FROM = "results_from", "依据或者来源于"

    record = models.ForeignKey("records.Record", models.CASCADE, related_name="relations")
    kind = models.CharField("关系", max_length=20, choices=Kind)
    target = models.ForeignKey("records.Record", models.PROTECT, null=True, related_name="related_from")
    title = models.CharField("文件名称", max_length=500)
    number = models.CharField("发文字号", max_length=120, blank=True)
    on = models.DateField("自何日起", null=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind", "target"], condition=Q(target__isnull=False), name="records_relation_once"
            ),
            models.CheckConstraint(condition=Q(target=None) | ~Q(target=models.F("record")), name="records_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}《{self.title}》"


class CleanUp(models.Model):
    """One published result of a clean-up of documents (清理结果): validity of many set by one act."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="clean_ups")
    title = models.CharField("清理结果文件名称", max_length=500)
    number = models.CharField("发文字号", max_length=120, blank=True)
    decided_on = models.DateField("决定日期")
    record = models.ForeignKey(
        "records.Record", models.PROTECT, null=True, related_name="clean_ups"
    )  # the result, if published
    report = models.JSONField(default=list)  # row by row: what was found, what was done
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.title


class WithheldList(models.Model):
    """A list of what an agency does not publish (不予公开目录), in one of two local kinds, for a year."""

    class Kind(models.TextChoices):
        ITEMS = "items", "非公开信息目录"
        DOCUMENTS = "documents", "年度不予公开文件目录"

    class State(models.TextChoices):
        OPEN = "open", "编制中"
        CLOSED = "closed", "已编成"
        FILED = "filed", "已备案"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="withheld_lists")
    kind = models.CharField(max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    rule = models.JSONField(null=True)
    due_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    filed_with = models.CharField(max_length=120, blank=True)
    receipt = models.CharField("备案回执", max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the entries as closed
    # The list as a record of its own: it goes public like everything else, by review.
    record = models.ForeignKey("records.Record", models.PROTECT, null=True, related_name="withheld_lists")

    class Meta:
        ordering = ["-year", "agency", "kind"]
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "year"], name="records_withheld_list_once")]

    def __str__(self) -> str:
        return f"{self.agency.short_name}{self.year}年{self.get_kind_display()}"


class WithheldEntry(models.Model):
    """One withheld piece in a list, with its own reason. The title that may be shown need not be the true one."""

    list = models.ForeignKey(WithheldList, models.CASCADE, related_name="entries")
    record = models.ForeignKey("records.Record", models.PROTECT, null=True, related_name="withheld_entries")
    title = models.CharField("名称", max_length=500)
    shown_title = models.CharField("对外名称", max_length=500, blank=True)
    number = models.CharField("发文字号", max_length=120, blank=True)
    made_on = models.DateField("形成日期", null=True)
    ground = models.CharField("依据", max_length=40)
    reason = models.TextField("理由")
    review_on = models.DateField("再审查日期", null=True)  # when a term of secrecy ends (黄岩 保密审查 9)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "record"], condition=Q(record__isnull=False), name="records_withheld_once"
            ),
            models.CheckConstraint(condition=~Q(ground="") & ~Q(reason=""), name="records_withheld_reason"),
        ]

    def __str__(self) -> str:
        return self.shown_title or self.title


class Reconciliation(models.Model):
    """A half-monthly list of documents issued, checked against what is public (黄岩 公文公开 4)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reconciliations")
    first_day = models.DateField()
    last_day = models.DateField()
    rows = models.JSONField(default=list)  # as confirmed: what was issued, its attribute, whether it is public
    remark = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-first_day", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "first_day"], name="records_reconciliation_once"),
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="records_reconciliation_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency.short_name} {self.first_day}–{self.last_day}"


class OldAddress(models.Model):
    """An address of the former site that leads to a record: path with query, without host."""

    path = models.CharField(max_length=700, unique=True)
    record = models.ForeignKey("records.Record", models.PROTECT, related_name="old_addresses")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path

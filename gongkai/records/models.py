"""Facts about records: the working copy, attachments, immutable versions, publications, counters, proofs of removal."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.catalogue.models import Item
from gongkai.files.models import File
from gongkai.organisations.models import Agency
from gongkai.records.beside import CleanUp as CleanUp
from gongkai.records.beside import JointIssuer as JointIssuer
from gongkai.records.beside import OldAddress as OldAddress
from gongkai.records.beside import Reconciliation as Reconciliation
from gongkai.records.beside import Relation as Relation
from gongkai.records.beside import WithheldEntry as WithheldEntry
from gongkai.records.beside import WithheldList as WithheldList
from gongkai.records.reported import ErrorReport as ErrorReport


class Genre(models.TextChoices):
    """What kind of paper it is (公文种类); `information` is what is not an official document."""

    NOTICE = "notice", "通知"
    OPINION = "opinion", "意见"
    DECISION = "decision", "决定"
    ANNOUNCEMENT = "announcement", "公告"
    CIRCULAR = "circular", "通告"
    BULLETIN = "bulletin", "通报"
    ORDER = "order", "命令（令）"
    REPLY = "reply", "批复"
    LETTER = "letter", "函"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    MINUTES = "minutes", "纪要"
    REGULATION = "regulation", "法规规章"
    INFORMATION = "information", "非公文类信息"


class Record(models.Model):
    """One piece of 政府信息 from drafting on. `content` is the working copy; what is public lies in Publication."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        IN_REVIEW = "in_review", "审核中"
        APPROVED = "approved", "审核通过"
        ISSUED = "issued", "已印发"
        PUBLISHED = "published", "已公开"
        CORRECTING = "correcting", "更正起草中"
        CORRECTION_REVIEW = "correction_review", "更正审核中"
        CORRECTION_APPROVED = "correction_approved", "更正审核通过"
        WITHDRAWN = "withdrawn", "已撤下"
        ABANDONED = "abandoned", "已作废"

    class Attribute(models.TextChoices):
        UNDECIDED = "", "未确定"
        PROACTIVE = "proactive", "主动公开"
        ON_REQUEST = "on_request", "依申请公开"
        WITHHELD = "withheld", "不予公开"

    class Validity(models.TextChoices):
        NONE = "", "不适用"
        IN_FORCE = "in_force", "有效"
        NOT_YET = "not_yet", "尚未施行"
        AMENDED = "amended", "已修改"
        EXPIRED = "expired", "已失效"
        REPEALED = "repealed", "已废止"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="records", verbose_name="发布机构")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="records")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    genre = models.CharField("公文种类", max_length=20, choices=Genre, default=Genre.NOTICE)
    normative = models.BooleanField("行政规范性文件", default=False)
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    attribute = models.CharField("公开属性", max_length=12, choices=Attribute, blank=True, default="")
    ground = models.CharField("不公开的依据", max_length=40, blank=True)
    attribute_reason = models.TextField("理由", blank=True)
    # Given by the acts of issue and publication, never edited afterwards.
    number = models.CharField("发文字号", max_length=120, blank=True)
    index_number = models.CharField("索引号", max_length=80, null=True, unique=True)
    issued_on = models.DateField("印发日期", null=True)
    publication_rule = models.JSONField(null=True)
    validity = models.CharField("有效性", max_length=10, choices=Validity, blank=True, default="")
    validity_on = models.DateField(null=True)
    validity_note = models.CharField(max_length=300, blank=True)
    drafter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts", null=True)
    # 四审四校 instead of three, on demand (嵊州 三.4): signed with the header.
    four_reviews = models.BooleanField("四审四校", default=False)
    # Emergency path: {"reason", "on", "by"} of the act that opened it; later steps of the review follow publication.
    emergency = models.JSONField(null=True)
    # Partial release (条例 Art. 37, 黄岩 保密审查 10): this record is the public part of another one, and says where
    # something was taken out: [{"place", "ground", "note"}].
    redacted_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="redacted_versions")
    redactions = models.JSONField(default=list)
    # A published penalty decision that was changed, revoked or found void: {"on", "outcome", "label", "document",
    # "rule"}. It must be taken down in time with a public explanation (行政处罚法 Art. 48).
    overturned = models.JSONField(null=True)
    # When the electronic text was loaded onto the intranet work platform: {"on", "rule"} (黄岩 公文流程 四).
    intranet = models.JSONField(null=True)
    # Scheduled publication: the act that set it, the moment, and why the last attempt failed.
    publish_at = models.DateTimeField("定时公开", null=True)
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    schedule_failure = models.TextField(blank=True)
    imported = models.BooleanField(default=False)
    import_key = models.CharField(max_length=64, null=True, unique=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    edited_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "政府信息"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "published"]) | ~Q(attribute=""),
                name="records_no_attribute_no_issue",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(attribute="proactive"), name="records_published_proactive"
            ),
            models.UniqueConstraint(
                fields=["agency", "number"],
                condition=~Q(number="") & Q(imported=False) & ~Q(state__in=["abandoned", "withdrawn"]),
                name="records_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state"], name="records_agency_state"),
            models.Index(fields=["-created_at", "-id"], name="records_newest"),
            models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name="records_scheduled"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The staff page."""
        return f"/desk/records/{self.pk}/"

    @property
    def title(self) -> str:
        """The working copy's title."""
        return self.content.get("title") or "（未命名）"

    @property
    def is_document(self) -> bool:
        """Whether it is an official document, which is issued (印发) before it is published."""
        return self.genre not in (Genre.INFORMATION, Genre.REGULATION)


class Attachment(models.Model):
    """A file of the working copy."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=200)
    order = models.PositiveIntegerField(default=0)
    # The reading version (阅读版): what a browser shows in place of the file. `proofread_by` compared it with the file.
    reading = models.TextField("阅读版", blank=True)
    proofread_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    proofread_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class ValidityChange(models.Model):
    """One step of a document's validity, from a day, by a document. Written by acts, never changed."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="validity_changes")
    validity = models.CharField(max_length=10, choices=Record.Validity)
    on = models.DateField()
    until = models.DateField("有效期延长至", null=True)  # set where a decision prolonged the term
    note = models.CharField(max_length=300, blank=True)
    by_record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="validity_caused")
    clean_up = models.ForeignKey(CleanUp, models.PROTECT, null=True, related_name="changes")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_validity_display()}"


class Version(models.Model):
    """What was approved, word for word. A database trigger refuses changes (0002_immutable)."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    metadata = models.JSONField()
    attachments = models.JSONField()  # [{"sha256", "name", "size", "media_type"}]
    parts = models.JSONField()  # SHA-256 of content, attachments, metadata
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="records_version_number")]

    def __str__(self) -> str:
        return f"{self.record_id} 第{self.number}版"


# What is public now, of publications: the one definition, also of the constraint that there is one of a record.
LIVE = Q(superseded_at=None, withdrawn_at=None)


class Publication(models.Model):
    """A version in public, with the header fields lists are made of. One live one per record."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="publications")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="publications")
    agency_name = models.CharField(max_length=120)  # the name at the time stays
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="publications")
    title = models.CharField(max_length=500)
    number = models.CharField(max_length=120, blank=True)
    number_key = models.CharField(max_length=120, blank=True)
    index_number = models.CharField(max_length=80)
    index_key = models.CharField(max_length=80)
    date_made = models.DateField(null=True)
    year = models.PositiveSmallIntegerField()
    # From the version: agencies of this system that issued it together with `agency`, records it says something of.
    joint = models.JSONField(default=list)
    relates_to = models.JSONField(default=list)
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()
    note = models.TextField(blank=True)  # the visible note of a correction
    superseded_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)  # kept, never shown to the public
    withdrawn_kind = models.CharField(max_length=20, blank=True)  # rule publication.removal_kinds
    withdrawn_note = models.TextField(blank=True)  # what the public is told beside the kind's own sentence

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record"], condition=LIVE, name="records_one_live")]
        indexes = [
            models.Index(fields=["number_key"], name="records_pub_number"),
            models.Index(fields=["index_key"], name="records_pub_index"),
            models.Index(fields=["agency", "item"], name="records_pub_agency_item"),
            models.Index(fields=["-first_published_at", "-id"], name="records_pub_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page: one address per record for ever, whatever version is current."""
        return f"/records/{self.record_id}/"


class IndexCounter(models.Model):
    """The last serial of index numbers of an agency in a year, as far as the tenant's pattern names the two."""

    key = models.CharField(max_length=40, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key} {self.last}"


class Removal(models.Model):
    """Proof that a taken-down record's addresses no longer answer: one row per address fetched."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="removals")
    address = models.CharField(max_length=500)
    status = models.PositiveSmallIntegerField()
    gone = models.BooleanField()
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.address} {self.status}"

"""Facts of the catalogue: versions, items, who must publish them; statements that there was nothing; reminders."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.catalogue.sheets.models import Guide, GuideVersion  # noqa: F401 (Django looks for models here)
from gongkai.organisations.models import Agency


class Catalogue(models.Model):
    """One version of a place's 政府信息公开基本目录. A version is never edited after adoption: a new one follows."""

    class State(models.TextChoices):
        DRAFT = "draft", "待启用"
        IN_FORCE = "in_force", "现行"
        SUPERSEDED = "superseded", "已被取代"

    place = models.CharField("地区", max_length=120)
    title = models.CharField("名称", max_length=200)
    version = models.PositiveIntegerField("版本")
    since = models.DateField("施行日期")
    source = models.CharField("出处", max_length=300)
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField("编入时间", auto_now_add=True)
    # Somebody compared every row with the printed catalogue; until then its limits count as unverified.
    verified_at = models.DateTimeField("核对时间", null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "公开目录"
        ordering = ["place", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["place", "version"], name="catalogue_place_version"),
            models.UniqueConstraint(fields=["place"], condition=Q(state="in_force"), name="catalogue_one_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"

    @property
    def verified(self) -> bool:
        """Its rows were compared with the original."""
        return self.verified_at is not None


class Item(models.Model):
    """One 公开事项: what to publish, on which basis, within which limit as the local text writes it."""

    class Schedule(models.TextChoices):
        EVENT = "event", "信息形成或者变更时"
        DYNAMIC = "dynamic", "动态更新"
        MONTHLY = "monthly", "按月"
        QUARTERLY = "quarterly", "按季"
        YEARLY = "yearly", "按年"
        ISSUE = "issue", "按期（随刊期或者计划）"

    class Audience(models.TextChoices):
        SOCIETY = "society", "全社会"
        GROUP = "group", "特定群体"

    class Mode(models.TextChoices):
        PROACTIVE = "proactive", "主动"
        ON_REQUEST = "on_request", "依申请公开"

    class Tier(models.TextChoices):
        COUNTY = "county", "县级"
        TOWNSHIP = "township", "乡级"

    catalogue = models.ForeignKey(Catalogue, models.CASCADE, related_name="items")
    # Identity across versions ("SX-010"): records and counts follow it.
    code = models.CharField("事项编码", max_length=40)
    number = models.PositiveIntegerField("序号")
    order = models.PositiveIntegerField("排序")
    level1 = models.CharField("一级目录", max_length=120)
    level2 = models.CharField("二级目录", max_length=120, blank=True)
    level3 = models.CharField("三级目录", max_length=120, blank=True)
    content = models.TextField("公开内容")
    basis = models.TextField("公开依据", blank=True)
    # The limit as written, and as read: value and unit (rules' units), start event (rules' events).
    limit_text = models.CharField("公开时限", max_length=300, blank=True)
    limit_value = models.PositiveIntegerField("时限数值", null=True, blank=True)
    limit_unit = models.CharField("时限单位", max_length=20, blank=True)
    counted_from = models.CharField("起算点", max_length=40, blank=True)
    # Which rules bind the item: "budget" means rule publication.budget. `subject` is the one that binds by default;
    # `subjects` lists all where an item holds several kinds of information (award and contract).
    subject = models.CharField("对应的全国规则", max_length=60, default="default")
    subjects = models.JSONField("全部对应的全国规则", default=list, blank=True)
    art20 = models.PositiveSmallIntegerField("条例第二十条的项", null=True, blank=True)
    art21 = models.BooleanField("属于条例第二十一条", default=False)
    schedule = models.CharField("公开频次", max_length=10, choices=Schedule, default=Schedule.EVENT)
    fixed_dates = models.JSONField("固定日期", default=list, blank=True)  # ["04-01", "07-01"]
    link_url = models.CharField("链接地址", max_length=500, blank=True)
    # The item lies in another system (绍兴目录第42、48项); the address may still be missing.
    link_out = models.BooleanField("在其他系统公开", default=False)
    # Codes of catalogue.art21_county and catalogue.art21_township that the item carries.
    art21_subjects = models.JSONField("条例第二十一条的事项", default=list, blank=True)
    # 基层政务公开标准目录 (国办发〔2019〕54号): field of the standard guidelines, channels, audience, mode, tier.
    field = models.CharField("试点领域", max_length=60, blank=True)
    channels = models.JSONField("公开渠道和载体", default=list, blank=True)  # empty: the government website
    audience = models.CharField("公开对象", max_length=10, choices=Audience, default=Audience.SOCIETY)
    audience_group = models.CharField("特定群体", max_length=200, blank=True)
    mode = models.CharField("公开方式", max_length=10, choices=Mode, default=Mode.PROACTIVE)
    tiers = models.JSONField("公开层级", default=list, blank=True)  # county, township; empty: where its agencies are
    # 成都 分类规范: form, procedure and unit beside content and limit.
    form = models.CharField("公开形式", max_length=200, blank=True)
    procedure = models.CharField("审核程序", max_length=200, blank=True)
    responsible = models.JSONField("责任单位", default=list, blank=True)  # kinds of agencies or named functions
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "公开事项"
        ordering = ["catalogue", "order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "number"], name="catalogue_item_number"),
            models.UniqueConstraint(fields=["catalogue", "code"], name="catalogue_item_code"),
            models.CheckConstraint(condition=~Q(level1=""), name="catalogue_item_level1"),
            models.CheckConstraint(condition=Q(level3="") | ~Q(level2=""), name="catalogue_item_levels"),
        ]
        indexes = [models.Index(fields=["code"], name="catalogue_item_code_idx")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def levels(self) -> list[str]:
        """The levels that are filled, top first."""
        return [level for level in (self.level1, self.level2, self.level3) if level]

    @property
    def name(self) -> str:
        """The deepest level."""
        return self.levels[-1]

    @property
    def elsewhere(self) -> bool:
        """Published in another system: here only its address is kept."""
        return self.link_out or bool(self.link_url)

    @property
    def column(self) -> str:
        """What boards group by: the second level, which is a column of the public page, else the first."""
        return self.level2 or self.level1

    @property
    def path(self) -> str:
        """All levels: “法定主动公开内容 / 财政预决算 / 政府预算”."""
        return " / ".join(self.levels)


class Assignment(models.Model):
    """This agency must publish this item. Derived at adoption, changed only by an act."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="assignments")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="catalogue_assignments")
    # True where somebody assigned it by hand: a new version carries such assignments over.
    by_hand = models.BooleanField("人工指定", default=False)

    class Meta:
        verbose_name = "责任单位"
        ordering = ["item", "agency"]
        constraints = [models.UniqueConstraint(fields=["item", "agency"], name="catalogue_assignment_once")]

    def __str__(self) -> str:
        return f"{self.agency.short_name}：{self.item.name}"


class Exclusion(models.Model):
    """Somebody took this agency off this item: the next version does not derive it again."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="exclusions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="catalogue_exclusions")

    class Meta:
        verbose_name = "不作为责任单位"
        constraints = [models.UniqueConstraint(fields=["item", "agency"], name="catalogue_exclusion_once")]

    def __str__(self) -> str:
        return f"{self.agency.short_name}不公开：{self.item.name}"


class Statement(models.Model):
    """本期无此类信息: an agency says that an item held nothing in a period. It ends by withdrawal or publication."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="catalogue_statements")
    item_code = models.CharField("事项编码", max_length=40)  # follows the item across versions
    item_name = models.CharField("事项", max_length=120)
    label = models.CharField("期间", max_length=120)
    first_on = models.DateField("期间首日")
    last_on = models.DateField("期间末日")
    reason = models.TextField("情况说明")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("作出时间")
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_reason = models.TextField("撤回理由", blank=True)

    class Meta:
        verbose_name = "本期无此类信息的说明"
        ordering = ["-last_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="catalogue_statement_dates"),
            models.CheckConstraint(condition=~Q(reason=""), name="catalogue_statement_reason"),
            models.UniqueConstraint(
                fields=["agency", "item_code", "first_on", "last_on", "label"],
                condition=Q(withdrawn_at=None),
                name="catalogue_statement_once",
            ),
        ]
        indexes = [models.Index(fields=["agency", "item_code"], name="catalogue_statement_pair")]

    def __str__(self) -> str:
        return f"{self.agency.short_name}：{self.item_name}，{self.label}无此类信息"


class Reminder(models.Model):
    """催办: the competent section told an agency that an item is late or empty. Resolved when it no longer is."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="catalogue_reminders")
    item_code = models.CharField("事项编码", max_length=40)
    item_name = models.CharField("事项", max_length=120)
    status = models.CharField("催办时的情况", max_length=12)  # a status of `board`, as it was that day
    due_on = models.DateField("当时的期限", null=True)
    note = models.CharField("附言", max_length=200, blank=True)
    made_on = models.DateField("催办日期")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("催办时间")

    class Meta:
        verbose_name = "催办"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "item_code", "made_on"], name="catalogue_reminder_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.agency.short_name}：{self.item_name}"


class PlannedDate(models.Model):
    """What an agency's own plan says must be published by a day (绍兴目录第47项). Taken back, never edited."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="catalogue_planned")
    item_code = models.CharField("事项编码", max_length=40)  # follows the item across versions
    item_name = models.CharField("事项", max_length=120)
    what = models.CharField("公开什么", max_length=200)
    due_on = models.DateField("最晚公开日期")
    # The public plan it comes from: its reference ("record:12"), title and page.
    plan = models.CharField("计划", max_length=60)
    plan_title = models.CharField("计划名称", max_length=500)
    plan_url = models.CharField("计划的页面", max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("登记时间")
    dropped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField("撤回时间", null=True)
    dropped_reason = models.TextField("撤回理由", blank=True)

    class Meta:
        verbose_name = "计划所定的公开日期"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="catalogue_planned_what"),
            models.UniqueConstraint(
                fields=["agency", "item_code", "due_on", "what"],
                condition=Q(dropped_at=None),
                name="catalogue_planned_once",
            ),
        ]
        indexes = [models.Index(fields=["agency", "item_code"], name="catalogue_planned_pair")]

    def __str__(self) -> str:
        return f"{self.what}（{self.due_on}前）"

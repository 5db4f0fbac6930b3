"""Facts of the catalogue: versions of a place, items in three levels, and the agencies that must publish them."""

from django.db import models
from django.db.models import Q

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

    class Meta:
        verbose_name = "公开目录"
        ordering = ["place", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["place", "version"], name="catalogue_place_version"),
            models.UniqueConstraint(fields=["place"], condition=Q(state="in_force"), name="catalogue_one_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"


class Item(models.Model):
    """One 公开事项: what to publish, on which basis, within which limit as the local text writes it."""

    class Schedule(models.TextChoices):
        EVENT = "event", "信息形成或者变更时"
        DYNAMIC = "dynamic", "动态更新"
        MONTHLY = "monthly", "按月"
        QUARTERLY = "quarterly", "按季"
        YEARLY = "yearly", "按年"
        ISSUE = "issue", "按期（随刊期或者计划）"

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

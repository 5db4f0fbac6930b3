"""Facts about agencies, offices, posts and accounts."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from gongkai.organisations.sheets import Sheet, SheetVersion


class User(AbstractUser):
    """An account of one person. Accounts of the three administrators hold no posts."""

    class AdminRole(models.TextChoices):
        NONE = "", "工作人员"
        SYSTEM = "system", "系统管理员"
        SECURITY = "security", "安全管理员"
        AUDIT = "audit", "审计管理员"

    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    admin_role = models.CharField("管理角色", max_length=10, choices=AdminRole, blank=True, default="")
    # Somebody else knows the password: it must be changed before anything else is done (`middleware`).
    must_change_password = models.BooleanField("须修改密码", default=False)
    # Part of the signed address of the person's calendar; raising it makes the old address void.
    feed_version = models.PositiveIntegerField("日历订阅版本", default=0)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "账号"
        constraints = [
            models.CheckConstraint(
                condition=Q(admin_role="system") | Q(is_superuser=False, is_staff=False),
                name="organisations_user_only_system_is_staff",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def actor_name(self) -> str:
        """The name that the ledger keeps as text."""
        return f"{self.name or self.username}（{self.username}）"


class Agency(models.Model):
    """A body that makes or keeps 政府信息. It is never deleted: it ends, and a successor may take over."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", "人民政府"
        OFFICE = "government_office", "政府办公室"
        DEPARTMENT = "department", "政府部门"
        TOWNSHIP = "township", "乡镇人民政府"
        SUBDISTRICT = "subdistrict", "街道办事处"
        COMMITTEE = "management_committee", "管理委员会"
        VERTICAL = "vertical_department", "垂直管理部门"
        AUTHORISED = "authorised_organisation", "授权组织"
        UTILITY = "public_utility_body", "公共企事业单位"

    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类型", max_length=30, choices=Kind)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    place = models.CharField("适用规则的地方", max_length=120)
    dispatch_word = models.CharField("机关代字", max_length=30, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    # A vertical department works under its superior department too (嵊州 一.2); that body is often not in this system.
    superior_department = models.CharField("上级主管部门", max_length=120, blank=True)
    is_competent = models.BooleanField("政府信息公开工作主管部门", default=False)
    functions = models.JSONField("职能", default=list, blank=True)
    disclosure_office = models.CharField("政府信息公开工作机构", max_length=120, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    duties = models.TextField("主要职能", blank=True)
    order = models.PositiveIntegerField("排序", default=100)
    from_on = models.DateField("成立日期")
    to_on = models.DateField("终止日期", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        verbose_name = "机关"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="organisations_agency_uscc"),
            models.UniqueConstraint(fields=["name", "from_on"], name="organisations_agency_name"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="organisations_agency_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyName(models.Model):
    """A name an agency had until a day. The present one stands on the agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="former_names")
    name = models.CharField("曾用名", max_length=120)
    short_name = models.CharField("曾用简称", max_length=40)
    until = models.DateField("使用至")
    document = models.CharField("更名依据", max_length=200)

    class Meta:
        verbose_name = "机关曾用名"
        ordering = ["agency", "until"]
        constraints = [models.UniqueConstraint(fields=["agency", "until"], name="organisations_name_until")]

    def __str__(self) -> str:
        return f"{self.name}（至{self.until}）"


class Office(models.Model):
    """An internal office (内设机构) of an agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="offices")
    name = models.CharField("名称", max_length=80)
    duties = models.TextField("职责", blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    order = models.PositiveIntegerField("排序", default=100)
    to_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = "内设机构"
        ordering = ["agency", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="organisations_office_name")]

    def __str__(self) -> str:
        return f"{self.agency.short_name}{self.name}"


class Role(models.TextChoices):
    """What a post lets its holder do. Local names differ (conflicts.md C10); the role is what plans ask for."""

    DRAFTER = "drafter", "经办人"
    SECTION_HEAD = "section_head", "科室负责人"
    DISCLOSURE_OFFICER = "disclosure_officer", "政府信息公开工作机构审核人"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查员"
    SECRECY_HEAD = "secrecy_head", "分管保密审查工作负责人"
    LEADER = "leader_in_charge", "分管领导"
    PRINCIPAL = "principal", "主要负责人"
    SECRETARIAT = "secretariat", "秘书科核稿人"
    SECTION = "open_government_section", "政务公开科"


class Post(models.Model):
    """A person holds a role in an agency from one day to another."""

    person = models.ForeignKey(User, models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="posts")
    role = models.CharField("角色", max_length=30, choices=Role)
    title = models.CharField("职务", max_length=60, blank=True)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "岗位"
        ordering = ["agency", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "role"], condition=Q(to_on=None), name="organisations_post_open"
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="organisations_post_dates"
            ),
        ]
        indexes = [models.Index(fields=["agency", "role"], name="organisations_post_role")]

    def __str__(self) -> str:
        return f"{self.agency.short_name}{self.title or self.get_role_display()}"


class Deputy(models.Model):
    """Somebody acts for the holder of a post for a time (代理)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="deputies")
    person = models.ForeignKey(User, models.PROTECT, related_name="deputising")
    from_on = models.DateField("起")
    to_on = models.DateField("止")
    reason = models.CharField("原因", max_length=200)

    class Meta:
        verbose_name = "代理"
        constraints = [models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="organisations_deputy_dates")]

    def __str__(self) -> str:
        return f"{self.person}代理{self.post}"


class Profile(Sheet):
    """机构概况: duties, set-up, contact, leaders and offices of an agency, as its own people write them. 条例 Art. 20

    `content` and versions: duties, setup, address, hours, phone, fax, email, website; leaders: [{name, post, portfolio,
    cv, photo}]; offices: [{name, duties, phone}]. A version adds what the register said: name, subordinates.
    """

    class Meta:
        verbose_name = "机构概况"


class ProfileVersion(SheetVersion):
    """A profile as it was published."""

    sheet = models.ForeignKey(Profile, models.PROTECT, related_name="versions")

    class Meta(SheetVersion.Meta):
        verbose_name = "机构概况"
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="organisations_profile_version_number")]


class QueryPoint(models.Model):
    """A place where people read and ask for 政府信息 (查询点). 条例 Art. 25; 成都 查询点标准化; 新都 调查表"""

    class Kind(models.TextChoices):
        ARCHIVE = "archive", "档案馆"
        LIBRARY = "library", "图书馆"
        CENTRE = "centre", "政务服务中心"
        BRANCH = "branch", "政务服务中心分中心"
        TOWN = "town", "乡镇（街道）便民服务中心"
        VILLAGE = "village", "村（社区）便民服务室"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        PLANNED = "planned", "拟增设"
        EXISTING = "existing", "现有"
        LEAVING = "leaving", "拟撤销"
        WITHDRAWN = "withdrawn", "已撤销"

    class Service(models.TextChoices):
        ADVICE = "advice", "咨询"
        QUERY = "query", "查询"
        INTAKE = "intake", "公开申请和意见投诉办理"

    class Mode(models.TextChoices):
        STAFF = "staff", "工作人员协助"
        SELF = "self", "自助"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="query_points")  # who runs it and fills in the form
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    services = models.JSONField("服务事项", default=list)
    modes = models.JSONField("查询方式", default=list)
    address = models.CharField("地址", max_length=200)
    hours = models.CharField("开放时间", max_length=200)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.EXISTING)
    planned_month = models.CharField("计划完成月份", max_length=7, blank=True)  # "2027-03"
    remark = models.CharField("备注", max_length=300, blank=True)

    class Meta:
        verbose_name = "政府信息公开查询点"
        ordering = ["kind", "agency__order", "name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="organisations_query_point_name")]

    def __str__(self) -> str:
        return self.name

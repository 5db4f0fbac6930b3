"""Sample data of the gallery. Titles have the length and shape of real ones; nothing here is a real case."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.ui.forms import DateField

LONG = (
    "示范县人民政府办公室关于印发《示范县行政机关规范性文件制定程序规定》的通知"
    "（含政策解读、起草说明、意见征集采纳情况及合法性审核意见）"
)
NAV = [
    ("待办", "/desk/", True, 12, False),
    ("政府信息", "/desk/records/", False, None, False),
    ("依申请公开", "/desk/foi/", False, 3, False),
    ("公开目录", "/desk/catalogue/", False, None, True),
    ("公开指南和年报", "/desk/guide/", False, None, False),
    ("机构和人员", "/desk/organisations/", False, None, False),
    ("工作日历", "/desk/calendars/", False, None, False),
    ("台账", "/desk/ledger/", False, 1280, False),
]
BEFORE = (
    "第一条　为了规范行政机关规范性文件的制定程序，保护公民、法人和其他组织的合法权益，"
    "根据有关法律、法规，结合本县实际，制定本规定。"
    "第二条　本县行政机关制定规范性文件，适用本规定。起草单位应当公开征求意见，期限不少于七日。"
)
AFTER = BEFORE.replace("不少于七日", "一般不少于三十日").replace("起草单位应当", "起草单位应当通过政府网站")


class SampleForm(forms.Form):
    """One of each field."""

    title = forms.CharField(label="标题", help_text="写全称，不写“转发”和文号。", max_length=200)
    number = forms.CharField(label="发文字号", required=False, help_text="各种括号都可以，系统会统一成〔〕。")
    made_on = DateField(label="成文日期")
    attribute = forms.ChoiceField(
        label="公开属性",
        choices=[
            ("proactive", "主动公开"),
            ("on_request", "依申请公开"),
            ("withheld", "不予公开，需要说明理由"),
        ],
        widget=forms.RadioSelect,
        help_text="由起草单位在拟稿时认定。",
    )
    agency = forms.ChoiceField(label="责任单位", choices=[("", "请选择"), ("a", "示范县人力资源和社会保障局")])
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    file = forms.FileField(label="正文", help_text="Word 或 WPS 的 docx 文件。")
    sure = forms.BooleanField(label="已经完成保密审查，内容不涉及国家秘密、工作秘密和个人隐私")


class SampleFilter(forms.Form):
    """A typical filter."""

    q = forms.CharField(label="标题或文号", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("a", "审核中")])
    since = DateField(label="成文日期起", required=False)


def _acts() -> list[dict[str, Any]]:
    return [
        {
            "label": "提交审核",
            "url": "#",
            "allowed": True,
            "hint": "送科室负责人初审初校，提交后本稿锁定。",
            "source": "政务公开工作制度 三",
        },
        {
            "label": "修改内容",
            "url": "#",
            "allowed": True,
            "hint": "已经签署的步骤中，只有看过被改部分的会重新打开。",
        },
        {
            "label": "撤下",
            "url": "#",
            "allowed": True,
            "method": "post",
            "warn": True,
            "hint": "正文、附件、列表和搜索结果会一并移除，公众再也打不开。",
        },
        {
            "label": "发布",
            "url": "#",
            "allowed": False,
            "why": "终审终校还没有签署，现在由分管领导办理。",
            "source": "政务公开工作制度 三",
        },
        {"label": "转为不予公开", "url": "#", "allowed": False, "why": "本信息已经发布，须先撤下。"},
    ]


def _timeline(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "at": now,
            "sentence": "复审复校：退回修改",
            "by": "政务公开专员，示范县人民政府办公室",
            "reason": "附件二与正文引用的名称不一致。",
        },
        {
            "at": now - timedelta(days=1, hours=3),
            "sentence": "初审初校：同意",
            "by": "科室负责人",
            "source": "政务公开工作制度 三",
        },
        {
            "at": now - timedelta(days=2),
            "sentence": "建立草稿，导入文件《" + LONG + "》",
            "by": "经办人",
            "url": "#",
        },
    ]


def _findings() -> list[dict[str, Any]]:
    return [
        {
            "severity": "block",
            "title": "出现一个完整的居民身份证号码",
            "quote": "……联系人身份证号 3306**********0012……",
            "where": "附件 1 第 3 页",
            "advice": "请遮盖后重新上传附件。",
            "url": "#",
        },
        {
            "severity": "warn",
            "title": "附件名称在正文中没有提到",
            "where": "附件 2",
            "url": "#",
            "url_label": "核对附件",
        },
        {"severity": "advise", "title": "成文日期早于文号的年份", "where": "著录项"},
    ]


def desk() -> dict[str, Any]:
    """Everything the desk gallery shows."""
    today, now = timezone.localdate(), timezone.now()
    return {
        "replaced": [(LONG, "#")],
        "long": LONG,
        "today": today,
        "now": now,
        "acts": _acts(),
        "entries": _timeline(now),
        "problems": _findings(),
        "before": BEFORE,
        "after": AFTER,
        "form": SampleForm({"title": ""}),
        "filter": SampleFilter({}),
        "trail": [("工作台", "/desk/"), ("政府信息", "#"), (LONG, "")],
        "tabs": [
            ("内容", "#", True),
            ("附件", "#", False, 2),
            ("审核", "#", False),
            ("期限", "#", False),
            ("台账", "#", False, 1280),
        ],
        "rows": [
            ("索引号", "113306837450000000/2026-00012"),
            ("发文字号", "示政办发〔2026〕12号"),
            ("发布机构", "示范县人民政府办公室"),
            ("成文日期", today),
            ("公开属性", "主动公开", "由起草单位认定"),
            ("废止日期", None),
        ],
        "tasks": [
            {"label": "著录项", "url": "#", "status": "已完成", "kind": "done"},
            {"label": "正文和附件", "url": "#", "status": "办理中", "kind": "doing", "hint": "还缺附件二"},
            {"label": "保密审查", "url": "", "status": "还不能开始", "kind": "off"},
        ],
        "dues": [
            (today + timedelta(days=20), 12),
            (today + timedelta(days=3), 2),
            (today, 0),
            (today - timedelta(days=3), -2),
        ],
        "many": [
            (f"{n}", LONG, "示范县人力资源和社会保障局", date(2026, 1, 1) + timedelta(days=n)) for n in range(1, 9)
        ],
    }


def public() -> dict[str, Any]:
    """Everything the public gallery shows."""
    today, now = timezone.localdate(), timezone.now()
    return {
        "replaced": [("示范县行政规范性文件管理办法", "#")],
        "long": LONG,
        "today": today,
        "now": now,
        "paragraphs": [BEFORE, AFTER, BEFORE],
        "form": SampleForm({"title": ""}),
        "trail": [("首页", "/"), ("法定主动公开内容", "/catalogue/"), ("行政规范性文件", "#"), ("正文", "")],
        "meta": {
            "ArticleTitle": LONG,
            "PubDate": now,
            "ContentSource": "示范县人民政府办公室",
            "ColumnName": "行政规范性文件",
        },
        "rows": [
            ("索引号", "113306837450000000/2026-00012"),
            ("发文字号", "示政办发〔2026〕12号"),
            ("发布机构", "示范县人民政府办公室"),
            ("成文日期", today),
            ("公开方式", "主动公开"),
            ("有效性", "已废止"),
        ],
        "titles": [
            (LONG, today),
            ("关于做好2026年度高校毕业生就业创业工作的通知", today - timedelta(days=4)),
            ("示范县2026年度部门预算公开", today - timedelta(days=9)),
        ],
    }

"""The kinds of findings: what each is called, what to do about it, and which article stands behind it."""

from __future__ import annotations

from dataclasses import dataclass

SECRETS = "政府信息公开条例(国令711号) 第十四条"
SECRECY_LAW = f"{SECRETS}；保守国家秘密法(2024修订) 第三十五条"
PRIVACY = "政府信息公开条例(国令711号) 第十五条"
REVIEW = "政府信息公开条例(国令711号) 第十七条"


@dataclass(frozen=True)
class Kind:
    """A kind of finding; `family` is one of personal, mark, file, word, consistency, link."""

    label: str
    advice: str
    article: str
    family: str = "consistency"


KINDS: dict[str, Kind] = {
    "resident_id": Kind(
        "居民身份证号码",
        "请删去号码或者用星号遮盖中间各位；确需公开的，由有权人员写明理由后放行。",
        PRIVACY,
        "personal",
    ),
    "mobile": Kind(
        "手机号码",
        "请删去号码或者改用办公电话；确属对外公布的工作电话的，由有权人员写明理由后放行。",
        PRIVACY,
        "personal",
    ),
    "bank_card": Kind(
        "银行卡号",
        "请删去卡号或者只留末四位；确属对外公布的单位账户的，由有权人员写明理由后放行。",
        PRIVACY,
        "personal",
    ),
    "classification_mark": Kind(
        "密级标志",
        "带有标志的任何人不能放行。请换上没有标志的文件；已经解密的，依法办理解密后删去标志；只是引用写法的，请加引号。",
        SECRETS,
        "mark",
    ),
    "internal_mark": Kind(
        "内部标注",
        "请核实文件能否公开；能公开的，删去标注后再发布。",
        REVIEW,
        "mark",
    ),
    "metadata": Kind(
        "文件属性信息", "请在编辑软件中使用“检查文档”或者“删除文档属性”，另存后重新上传。", REVIEW, "file"
    ),
    "tracked_changes": Kind("修订痕迹", "请在编辑软件中接受或者拒绝全部修订，另存后重新上传。", REVIEW, "file"),
    "comments": Kind("批注", "请删去全部批注，另存后重新上传。", REVIEW, "file"),
    "hidden_content": Kind("隐藏内容", "请显示隐藏内容并逐一核对，不能公开的删去，另存后重新上传。", REVIEW, "file"),
    "location": Kind("拍摄地点", "请去掉照片的位置信息，另存后重新上传。", PRIVACY, "file"),
    "unreadable": Kind(
        "无法检查的文件",
        "请另存为 docx、xlsx、pptx 或者 PDF 格式后重新上传；不能转换的，由有权人员人工核对后写明理由放行。",
        REVIEW,
        "file",
    ),
    "unscanned": Kind(
        "没有检查的文字",
        "请拆成几个文件后重新上传；不能拆的，由有权人员逐页看过后写明理由放行。",
        REVIEW,
        "file",
    ),
    "scan": Kind(
        "机器识别的文字",
        "请打开原件逐页核对识别出的文字；核对过的，由有权人员写明情况后放行。",
        REVIEW,
        "file",
    ),
    "silent_picture": Kind(
        "没有替代文字的图片",
        "请在编辑页选中图片，点“图片说明”写明内容。",
        "政府网站发展指引(国办发〔2017〕47号)",
        "file",
    ),
    "strange_picture": Kind("不属于这条信息的图片", "请删去图片，或者把图片上传为附件。", REVIEW, "file"),
    "unread_version": Kind("没有核对的阅读版", "请另一位同事打开附件的阅读版，与原件核对后确认。", REVIEW, "file"),
    "passport": Kind("护照号码", "请删去号码或者用星号遮盖中间各位。", PRIVACY, "personal"),
    "travel_permit": Kind("港澳台通行证件号码", "请删去号码或者用星号遮盖中间各位。", PRIVACY, "personal"),
    "officer_id": Kind("军警证件号码", "请删去号码或者用星号遮盖中间各位。", PRIVACY, "personal"),
    "certificate": Kind("社会保障、医疗等个人编号", "请删去编号或者用星号遮盖中间各位。", PRIVACY, "personal"),
    "vehicle_plate": Kind(
        "机动车号牌",
        "请删去号牌或者遮盖中间各位；公务用车、依法公告的车辆，核对后可以公开。",
        PRIVACY,
        "personal",
    ),
    "landline": Kind("固定电话", "请核对是不是办公电话；属于个人住宅电话的，请删去。", PRIVACY, "personal"),
    "email": Kind("个人电子邮箱", "请改用单位邮箱，或者核对是否为对外公布的办公邮箱。", PRIVACY, "personal"),
    "home_address": Kind(
        "家庭住址",
        "请只保留到乡镇、街道一级；依法应当公告房屋坐落的，由有权人员写明理由后放行。",
        PRIVACY,
        "personal",
    ),
    "personal_name": Kind(
        "个人姓名",
        "请核对公开姓名有没有依据；没有依据的，请改为“张某”一类的写法。担任公职人员的职务行为可以公开。",
        PRIVACY,
        "personal",
    ),
    "personal_column": Kind(
        "表格中的个人信息列",
        "请删去整列，或者只保留公示必需的内容；依法应当公示的，由有权人员写明理由后放行。",
        PRIVACY,
        "personal",
    ),
    "wrong_word": Kind("用字用词", "请改正；在这份文件中用得对的，由有权人员写明理由后保留。", REVIEW, "word"),
    "sensitive_word": Kind(
        "敏感表述", "请按规范表述修改；在这份文件中用得对的，由有权人员写明理由后保留。", REVIEW, "word"
    ),
    "date_order": Kind("日期先后", "请核对日期。", REVIEW),
    "date_wording": Kind("日期与正文不一致", "请核对正文和填写的日期，以正确的一个为准改正另一个。", REVIEW),
    "relation": Kind(
        "没有登记的文件关系", "请在编辑页“与其他文件的关系”中登记；不是废止整份文件的，不用登记。", REVIEW
    ),
    "impossible_date": Kind("不存在的日期", "请改为真实存在的日期。", REVIEW),
    "amount": Kind("金额大小写不一致", "请核对大写和小写，以正确的一个为准改正另一个。", REVIEW),
    "brackets": Kind("括号、引号不成对", "请补上或者删去多出的一个。", REVIEW),
    "number_form": Kind("发文字号写法", "年份请用六角括号“〔〕”括入，序号不编虚位、不加“第”。", REVIEW),
    "table_sum": Kind("表格合计不符", "请核对各项与合计。", REVIEW),
    "attachments": Kind("附件与正文不一致", "请补传附件，或者修改正文中的附件说明。", REVIEW),
    "missing_element": Kind(
        "缺少应当公开的内容", "请补充；确实没有或者已在别处公开的，由有权人员写明情况后放行。", REVIEW
    ),
    "numbering": Kind("序号不连续", "请核对有没有漏排、错排或者缺少段落。", REVIEW),
    "dead_link": Kind("失效的本站链接", "请改正或者删去链接。", REVIEW, "link"),
    "private_link": Kind("内部网络地址", "请删去；内部地址社会公众打不开，并且会暴露内部网络情况。", REVIEW, "link"),
    "unchecked_link": Kind(
        "没有检查的外部链接", "系统不访问互联网。请人工打开，核对能不能访问、内容是否合适。", REVIEW, "link"
    ),
}

# Kinds of which a person could be harmed by the very characters: they are masked wherever they stand.
PERSONAL = frozenset(name for name, kind in KINDS.items() if kind.family == "personal")
# Numbers that name one person: never written into a reason, a note or the ledger.
NUMBERS = frozenset(
    {"resident_id", "mobile", "bank_card", "passport", "travel_permit", "officer_id", "certificate", "vehicle_plate"}
)
# What could not be looked at is neither good nor bad: somebody has to look himself and say so.
UNCHECKED = frozenset({"unreadable", "unscanned", "unchecked_link", "scan"})
# A blocking one of these is let pass by nobody: what carries it is replaced, or the mark goes. 条例 Art. 14; 保密法
FINAL = frozenset({"classification_mark"})
# Advice that may be answered once and for all for this document: "here it is right".
ANSWERABLE = frozenset(name for name, kind in KINDS.items() if kind.family in ("word", "consistency", "link"))

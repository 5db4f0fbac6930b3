"""The shape of a finding, and what each kind of finding tells the clerk.

A finding never shows what it found: `excerpt` is masked. The found value itself stays in memory (`value`),
so that the Django side can make a salted fingerprint from it; it is neither printed nor stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

SECRETS = "政府信息公开条例(国令711号) 第十四条"
PRIVACY = "政府信息公开条例(国令711号) 第十五条"
REVIEW = "政府信息公开条例(国令711号) 第十七条"


@dataclass(frozen=True)
class Kind:
    """What a kind of finding is called, what to do about it and which article stands behind it."""

    label: str
    advice: str
    article: str


KINDS: dict[str, Kind] = {
    "resident_id": Kind(
        "居民身份证号码",
        "请删去号码或者用星号遮盖中间各位；确需公开的，由有权人员写明理由后放行。",
        PRIVACY,
    ),
    "mobile": Kind(
        "手机号码",
        "请删去号码或者改用办公电话；确属对外公布的工作电话的，由有权人员写明理由后放行。",
        PRIVACY,
    ),
    "bank_card": Kind(
        "银行卡号",
        "请删去卡号或者只留末四位；确属对外公布的单位账户的，由有权人员写明理由后放行。",
        PRIVACY,
    ),
    "classification_mark": Kind(
        "密级标志",
        "请停止发布，把文件交保密审查人员；已经解密的，附解密依据后删去标志。",
        SECRETS,
    ),
    "internal_mark": Kind(
        "内部标注",
        "请核实文件能否公开；能公开的，删去标注后再发布。",
        REVIEW,
    ),
    "metadata": Kind(
        "文件属性信息",
        "请在编辑软件中使用“检查文档”或者“删除文档属性”，另存后重新上传。",
        REVIEW,
    ),
    "tracked_changes": Kind(
        "修订痕迹",
        "请在编辑软件中接受或者拒绝全部修订，另存后重新上传。",
        REVIEW,
    ),
    "comments": Kind("批注", "请删去全部批注，另存后重新上传。", REVIEW),
    "hidden_content": Kind(
        "隐藏内容",
        "请显示隐藏内容并逐一核对，不能公开的删去，另存后重新上传。",
        REVIEW,
    ),
    "location": Kind("拍摄地点", "请去掉照片的位置信息，另存后重新上传。", PRIVACY),
    "unreadable": Kind(
        "无法检查的文件",
        "请另存为 docx、xlsx、pptx 或者 PDF 格式后重新上传；不能转换的，由有权人员人工核对后写明理由放行。",
        REVIEW,
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing that should be looked at before publication.

    `start` and `end` count characters of the original text (both 0 for findings about a file); `excerpt` is
    masked; `message` and `advice` are Chinese sentences; `blocking` findings stop publication until removed
    or overridden; `part` names the field or file; `fingerprint`, given by `actions.run`, tells the same
    find from another; `value` is what was found, in one spelling, and must never be stored or shown.
    """

    kind: str
    start: int
    end: int
    excerpt: str
    message: str
    advice: str
    blocking: bool
    article: str
    part: str = ""
    fingerprint: str = ""
    value: str = field(default="", repr=False)

    def as_dict(self) -> dict[str, Any]:
        """JSON-able form without the found value."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name != "value"}

    @property
    def label(self) -> str:
        """What the kind is called in Chinese."""
        return KINDS[self.kind].label


def text_finding(kind: str, start: int, end: int, value: str, message: str, *, blocking: bool) -> Finding:
    """A finding at a place in the text; advice and article come from the table of kinds."""
    known = KINDS[kind]
    return Finding(kind, start, end, mask(kind, value), message, known.advice, blocking, known.article, value=value)


def file_finding(kind: str, name: str, value: str, message: str, *, blocking: bool, excerpt: str = "") -> Finding:
    """A finding about a file as a whole; `value` decides when an override still holds."""
    known = KINDS[kind]
    return Finding(kind, 0, 0, excerpt, message, known.advice, blocking, known.article, part=name, value=value)


# How many characters of a number stay readable at its head and tail: enough to recognise it, too few to use it.
_SHOWN = {"resident_id": (3, 2), "mobile": (3, 2), "bank_card": (4, 2)}


def mask(kind: str, value: str) -> str:
    """The value as it may be shown and stored: numbers starred out, marks as they stand."""
    if kind not in _SHOWN:
        return value[:40]
    head, tail = _SHOWN[kind]
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]


def mask_name(name: str) -> str:
    """A person's name of which only the first character stays readable."""
    name = name.strip()
    return name[:1] + "*" * min(max(len(name) - 1, 1), 8)


# Names that programs write by themselves and that name nobody.
NOBODY = {
    "", "administrator", "admin", "user", "windows 用户", "windows用户", "微软用户", "microsoft office user",
    "微软中国", "python-docx", "openpyxl", "apache poi", "un-named", "unknown", "wps", "wps office", "wps_1",
    "lenovo", "hp", "dell", "microsoft", "china", "ms", "pc", "dreamsummit", "kingsoft", "python",
}  # fmt: skip
_PERSONAL = {"作者", "最后修改者", "主管"}


def property_finding(name: str, label: str, value: str) -> Finding:
    """A document property that names someone or something: advice, as officials in public roles are lawful content."""
    shown = mask_name(value) if label in _PERSONAL else value[:30] if label == "单位" else f"共{len(value)}字"
    message = f"文件“{name}”的属性中留有{label}信息。"
    return file_finding("metadata", name, f"{label}={value}", message, blocking=False, excerpt=f"{label}：{shown}")


def comments_finding(name: str, digest: str, count: int) -> Finding:
    """Comments were left in the file."""
    message = f"文件“{name}”留有批注，发布后他人可以看到。"
    return file_finding("comments", name, digest, message, blocking=True, excerpt=f"批注{count}条")


def hidden_finding(name: str, value: str, what: str, *, blocking: bool) -> Finding:
    """The file carries content that a reader does not see at first sight."""
    message = f"文件“{name}”含有看不到但可以取出的内容：{what}。"
    return file_finding("hidden_content", name, f"{what} {value}", message, blocking=blocking, excerpt=what)

"""The shape of a finding; what each kind of finding tells the clerk stands in `kinds`.

A finding never shows what it found: `excerpt` is masked. The found value itself stays in memory (`value`),
so that the Django side can make a salted fingerprint from it; it is neither printed nor stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from .kinds import FINAL, KINDS, PRIVACY, REVIEW, SECRETS, UNCHECKED, Kind

__all__ = ["KINDS", "PRIVACY", "REVIEW", "SECRETS", "Finding", "Kind", "file_finding", "mask", "text_finding"]


@dataclass(frozen=True)
class Finding:
    """One thing that should be looked at before publication.

    `start` and `end` count characters of the original text (both 0 for findings about a file); `excerpt` is
    masked; `message` and `advice` are Chinese sentences; `blocking` findings stop publication until removed
    or overridden (never, where `final`); `part` names the field or file; `fingerprint`, given by `actions.run`, tells
    the same find from another; `value` is what was found, in one spelling, and must never be stored or shown.
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
    def severity(self) -> str:
        """`block` stops publication, `unchecked` says that nobody has looked yet, `advise` is a hint."""
        return "unchecked" if self.kind in UNCHECKED else "block" if self.blocking else "advise"

    @property
    def final(self) -> bool:
        """Whether nobody can let it pass: a classification mark that stands for the document itself."""
        return self.blocking and self.kind in FINAL

    @property
    def label(self) -> str:
        """What the kind is called in Chinese."""
        return KINDS[self.kind].label


def text_finding(
    kind: str, start: int, end: int, value: str, message: str, *, blocking: bool, excerpt: str | None = None
) -> Finding:
    """A finding at a place in the text; advice and article come from the table of kinds, the excerpt from `value`."""
    known = KINDS[kind]
    shown = mask(kind, value) if excerpt is None else excerpt
    return Finding(kind, start, end, shown, message, known.advice, blocking, known.article, value=value)


def file_finding(kind: str, name: str, value: str, message: str, *, blocking: bool, excerpt: str = "") -> Finding:
    """A finding about a file as a whole; `value` decides when an override still holds."""
    known = KINDS[kind]
    return Finding(kind, 0, 0, excerpt, message, known.advice, blocking, known.article, part=name, value=value)


_MOST_STARS = 20
# How many characters of a number stay readable at its head and tail: enough to recognise it, too few to use it.
_SHOWN = {
    "resident_id": (3, 2), "mobile": (3, 2), "bank_card": (4, 2), "passport": (1, 2), "travel_permit": (1, 2),
    "officer_id": (2, 2), "certificate": (2, 2), "vehicle_plate": (2, 1), "landline": (4, 2), "email": (1, 0),
    "home_address": (6, 0), "personal_name": (1, 0),
}  # fmt: skip


def mask(kind: str, value: str) -> str:
    """The value as it may be shown and stored: numbers starred out, marks as they stand."""
    if kind not in _SHOWN:
        return value[:40]
    head, tail = _SHOWN[kind]
    return value[:head] + "*" * min(max(len(value) - head - tail, 1), _MOST_STARS) + (value[-tail:] if tail else "")


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

"""The page on which a clerk marks what stays closed: each paragraph whole or in words, each attachment."""

import hashlib
import re
from typing import Any

from django import forms
from django.http import QueryDict

from gongkai.records import plans, redaction
from gongkai.records.actions.redacting import Kept
from gongkai.records.forms import NO_SECRETS
from gongkai.records.models import Attachment, Record
from gongkai.records.redaction import Removal

OUT, BLACK, WHOLE = "out", "black", "whole"
Boxes = dict[int, tuple[tuple[float, float, float, float], ...]]
FULL_PAGE = ((0.0, 0.0, 1.0, 1.0),)
MOST_PAGES, MOST_BOXES = 2_000, 500


class RedactForm(forms.Form):
    """Grounds above, then a line for every paragraph; what is written under “其他文字” goes out wherever it stands.

    Paragraphs go by number, so the page says of which `revision` they are and which texts it showed (`seen`); where
    somebody saved meanwhile, what was typed is moved to where its paragraph stands now, and `lost` names the rest.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    ground = forms.ChoiceField(label="不公开的依据", help_text=f"各段另选了依据的，以各段为准。{NO_SECRETS}")
    note = forms.CharField(
        label="说明", required=False, max_length=200, help_text="随信息公开，例如：涉及个人隐私。不要写出不公开的内容。"
    )
    words = forms.CharField(
        label="全文各处都要除去的文字",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一处，照原文填写。标题、著录项、正文中出现的都会除去；附件中的，须另外遮盖。",
    )

    def __init__(self, data: QueryDict | None = None, *, record: Record) -> None:
        self.texts = redaction.paragraphs(record.content.get("html", ""))
        self.started_from = _number(data.get("revision") if data is not None else None)
        self.lost: list[int] = []
        if data is not None and self.started_from != record.revision:
            data, self.lost = _moved(data, record.revision, self.texts)
        initial = {"revision": record.revision, "seen": ",".join(map(_mark, self.texts))}
        super().__init__(data, initial=initial)
        grounds = plans.options("records.grounds", record.agency.place)
        self.grounds = [(str(one["code"]), f"{one['label']}（{one['article']}）") for one in grounds]
        self._choices("ground", [("", "请选择"), *self.grounds])
        if not self.is_bound and record.ground:
            self.initial.setdefault("ground", record.ground)
        for number, text in enumerate(self.texts, start=1):
            self._add_paragraph(number, text)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _add_paragraph(self, number: int, text: str) -> None:
        self.fields[f"all{number}"] = forms.BooleanField(label=f"第{number}段整段不公开", required=False)
        self.fields[f"words{number}"] = forms.CharField(
            label=f"第{number}段中要除去的文字",
            required=False,
            widget=forms.Textarea(attrs={"rows": 1}),
            help_text="一行一处，照原文填写；同样的文字在别处出现的，一并除去。",
        )
        choices = [("", "与上面相同"), *self.grounds]
        self.fields[f"ground{number}"] = forms.ChoiceField(label=f"第{number}段的依据", required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for number, text in enumerate(self.texts, start=1):
            for line in _lines(data.get(f"words{number}", "")):
                if redaction.normal(line) not in redaction.normal(text):
                    self.add_error(f"words{number}", f"第{number}段中没有“{line}”，请照原文填写。")
        return data

    def rows(self) -> list[dict[str, Any]]:
        """Paragraphs with their fields, for the template."""
        return [
            {
                "number": number,
                "text": text,
                "all": self[f"all{number}"],
                "words": self[f"words{number}"],
                "ground": self[f"ground{number}"],
                "open": bool(self.is_bound and (self[f"words{number}"].value() or self[f"ground{number}"].value())),
            }
            for number, text in enumerate(self.texts, start=1)
        ]

    def top(self) -> list[Any]:
        """Fields that stand above the paragraphs."""
        return [self[name] for name in ("ground", "note", "words")]

    def removals(self) -> list[Removal]:
        """What is to go out, whole paragraphs first."""
        data, found = self.cleaned_data, []
        for number, text in enumerate(self.texts, start=1):
            ground = data[f"ground{number}"] or data["ground"]
            wanted = [text] if data[f"all{number}"] else []
            found += [Removal(one, ground, data["note"]) for one in (*wanted, *_lines(data[f"words{number}"]))]
        return found + [Removal(one, data["ground"], data["note"]) for one in _lines(data["words"])]


class PublicPartForm(RedactForm):
    """The same for the original, with its pictures and attachments: left out unless the clerk says otherwise."""

    images = forms.BooleanField(
        label="保留正文中的图片（已逐张核对，没有不公开的内容）", required=False, help_text="不勾选的，图片一律除去。"
    )

    def __init__(self, data: QueryDict | None = None, *, record: Record) -> None:
        super().__init__(data, record=record)
        if "<img" not in record.content.get("html", ""):
            del self.fields["images"]
        self.attachments = list(record.attachments.select_related("file"))
        for number, one in enumerate(self.attachments, start=1):
            self._add_attachment(number, one)

    def _add_attachment(self, number: int, one: Attachment) -> None:
        pdf = one.file.kind == "pdf"
        choices = [(OUT, "整份不公开"), *([(BLACK, "遮盖一部分后公开")] if pdf else []), (WHOLE, "已核对，原样公开")]
        self.fields[f"how{one.pk}"] = forms.ChoiceField(
            label=f"附件{number}“{one.name}”", choices=choices, initial=OUT, widget=forms.RadioSelect
        )
        self.fields[f"name{one.pk}"] = forms.CharField(
            label="公开时的名称", required=False, max_length=200, help_text="原名称含有不公开内容的，在这里改。"
        )
        if pdf:
            self.fields[f"pages{one.pk}"] = forms.CharField(
                label="遮盖哪些页",
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="整页遮盖写页码，例如：2，5-6。只遮一部分的写范围，例如：3[0,10,100,25]，"
                "方括号里依次是左、上、右、下，按页面宽和高的百分之几；在页面上框选的，会自动填在这里。",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.boxes: dict[int, Boxes] = {}
        for one in self.attachments:
            if data.get(f"how{one.pk}") != BLACK:
                continue
            try:
                self.boxes[one.pk] = boxes(data.get(f"pages{one.pk}", ""))
            except ValueError as error:
                self.add_error(f"pages{one.pk}", str(error))
        return data

    def annexes(self) -> list[dict[str, Any]]:
        """Attachments with their fields, for the template."""
        return [
            {
                "how": self[f"how{one.pk}"],
                "name": self[f"name{one.pk}"],
                "attachment": one,
                "pages": self[f"pages{one.pk}"] if f"pages{one.pk}" in self.fields else None,
            }
            for one in self.attachments
        ]

    def kept(self) -> list[Kept]:
        """The attachments that go into the public part."""
        data, found = self.cleaned_data, []
        for one in self.attachments:
            how, name = data[f"how{one.pk}"], data[f"name{one.pk}"]
            if how == WHOLE:
                found.append(Kept(one.pk, None, "", name))
            elif how == BLACK:
                found.append(Kept(one.pk, self.boxes[one.pk], data["ground"], name))
        return found


def _mark(text: str) -> str:
    """A short name of a paragraph's words, the same wherever it stands."""
    return hashlib.sha256(redaction.normal(text).encode()).hexdigest()[:12]


def _number(text: Any) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", str(text or "")) else None


def _moved(data: QueryDict, revision: int, texts: list[str]) -> tuple[QueryDict, list[int]]:
    """What was typed, put to where each paragraph stands now; and the former numbers of those that are gone.

    Words typed in a paragraph that is gone are kept among those that go out everywhere.
    """
    moved, lost = data.copy(), []
    now: dict[str, list[int]] = {}
    for number, text in enumerate(texts, start=1):
        now.setdefault(_mark(text), []).append(number)
    for name in [name for name in data if re.fullmatch(r"(?:all|words|ground)\d+", name)]:
        del moved[name]
    shown = data.get("seen", "").split(",")
    for number, mark in enumerate(shown, start=1):
        typed = {kind: data.get(f"{kind}{number}", "") for kind in ("all", "words", "ground")}
        if place := now.get(mark):
            to = place.pop(0)
            moved.update({f"{kind}{to}": value for kind, value in typed.items() if value})
        elif any(typed.values()):
            lost.append(number)
            moved["words"] = "\n".join(filter(None, (moved.get("words", ""), typed["words"])))
    moved["revision"], moved["seen"] = str(revision), ",".join(map(_mark, texts))
    return moved, lost


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def boxes(text: str) -> Boxes:
    """“2，5-6，3[0,10,100,25]” as page → boxes in shares of the page. Raises ValueError with a Chinese sentence."""
    found: dict[int, list[tuple[float, float, float, float]]] = {}
    parts = re.findall(r"(\d+)(?:\s*[-－—~]\s*(\d+))?(?:\s*\[([^\]]*)\])?", text)
    bare = re.sub(r"(\d+)(?:\s*[-－—~]\s*(\d+))?(?:\s*\[([^\]]*)\])?", "", text)
    if not parts or re.sub(r"[\s,，、;；]", "", bare):
        raise ValueError("请写明遮盖哪些页，例如：2，5-6。")
    for first, last, inside in parts:
        start, end = int(first), int(last or first)
        if not 1 <= start <= end <= MOST_PAGES:
            raise ValueError(f"页码“{first}{'-' + last if last else ''}”不对，请核对。")
        for page in range(start, end + 1):
            found.setdefault(page, []).extend([_box(inside)] if inside else FULL_PAGE)
    if sum(len(many) for many in found.values()) > MOST_BOXES + MOST_PAGES:
        raise ValueError(f"遮盖的地方超过{MOST_BOXES}处，请改为整页遮盖。")
    return {page: tuple(many) for page, many in found.items()}


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        left, top, right, bottom = (float(one) / 100 for one in re.split(r"[,，]", text))
    except ValueError as error:
        raise ValueError(f"范围“[{text}]”要写四个数：左、上、右、下。") from error
    return left, top, right, bottom

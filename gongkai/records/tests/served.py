"""What the public gets of a record, in every form there is, beside what people typed into it.

A form is an address of the same words: the page, for paper, in large type, in traditional characters, for programs.
"""

from collections import Counter
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from gongkai.ledger.hashing import canonical, digest
from gongkai.portal.traditional import traditional

FORMS = {
    "page": "/records/{}/",
    "print": "/records/{}/print/",
    "elder": "/elder/records/{}/",
    "traditional": "/hant/records/{}/",
    "interface": "/api/v1/records/{}",
}
ROWS = {"number": "发文字号", "made": "成文日期"}
VOID = {"br", "img", "input", "meta", "link", "hr", "wbr", "source"}
NOT_SIGNED = ("url", "reading_url", "inline")  # what the interface adds to the name and hash of a file
SPOKEN = ("summary", "keywords", "source", "audience", "joint_issuers", "scope")


@dataclass
class Copy:
    """What a person reads in a record."""

    title: str = "关于财政工作的通知"
    text: str = "请各单位遵照执行。"
    attribute: str = "proactive"
    made: str = "2026-06-01"
    number: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)  # of the review that was complete over it

    def part(self, name: str) -> Any:
        """What a step that sees the part saw."""
        if name == "attachments":
            return dict(self.files)
        return (self.title, self.text, self.attribute) if name == "content" else self.made

    def told(self) -> dict[str, str]:
        """The words every form must show."""
        return {"title": self.title, "text": self.text, "number": self.number, "made": self.made}


class Page(HTMLParser):
    """The words of the title, of the document's body and of the header table."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.title, self.body = "", ""
        self.rows: dict[str, str] = {}
        self.label = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            classes = (dict(attrs).get("class") or "").split()
            self.open.append("article" if "article" in classes else tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        words, inmost = data.strip(), self.open[-1] if self.open else ""
        if "h1" in self.open:
            self.title += words
        elif "article" in self.open:
            self.body += words
        elif inmost in ("dt", "th"):
            self.label = words
        elif words and ("dd" in self.open or "td" in self.open):
            self.rows[self.label] = self.rows.get(self.label, "") + words

    def told(self, labels: dict[str, str]) -> dict[str, str]:
        """The words, by the names of the model."""
        return {"title": self.title, "text": self.body} | {key: self.rows.get(name, "") for key, name in labels.items()}


class Public:
    """Somebody outside, who looks at a record in every form and counts what was compared."""

    def __init__(self, compared: Counter[str]) -> None:
        self.client = Client(headers={"host": "localhost"})
        self.compared = compared

    def sees_nothing(self, pk: int, form: str, status: int) -> None:
        """No form of it is left, or there never was one."""
        answer = self.client.get(FORMS[form].format(pk))
        assert answer.status_code == status, (form, answer.status_code)

    def sees(self, pk: int, form: str, wanted: Copy) -> None:
        """Exactly these words."""
        answer = self.client.get(FORMS[form].format(pk))
        assert answer.status_code == 200, (form, answer.status_code)
        if form == "interface":
            self._told(answer.json(), wanted)
        else:
            change = converted if form == "traditional" else str
            labels = {key: change(name) for key, name in ROWS.items()}
            words = {key: change(word) for key, word in wanted.told().items()}
            assert Page(answer.content.decode()).told(labels) == words, form
        self.compared[form] += 1

    def _told(self, told: dict[str, Any], wanted: Copy) -> None:
        """What programs get, and that it is what was hashed when the review became complete."""
        words = {"title": told["title"], "text": told["text"], "number": told["number"], "made": told["date_made"]}
        assert words == wanted.told()
        assert {one["name"] for one in told["attachments"]} == set(wanted.files)
        assert served_hashes(told, wanted.attribute) == {
            name: wanted.hashes[name] for name in ("content", "attachments")
        }


def served_hashes(told: dict[str, Any], attribute: str) -> dict[str, str]:
    """The hashes of the parts that an answer of the interface contains whole, made of nothing but that answer."""
    spoken = {name: told[name] for name in SPOKEN}
    content = spoken | {"title": told["title"], "html": told["html"], "link_url": told["link"], "attribute": attribute}
    files = [
        {name: value for name, value in one.items() if name not in NOT_SIGNED}
        | ({"inline": True} if one["inline"] else {})
        for one in told["attachments"]
    ]
    return {"content": digest(canonical(content)), "attachments": digest(canonical(files))}


def converted(words: str) -> str:
    """Simplified words as the pages in traditional characters show them."""
    return unescape(traditional(f"<p>{escape(words)}</p>")[3:-4])

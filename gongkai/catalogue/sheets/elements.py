"""Shapes shared by both kinds of sheet."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gongkai import checks
from gongkai.refusals import NotLawful

# Numbers of persons and marks of secrecy have no place on a public page about an office.
BARRED = ("resident_id", "mobile", "bank_card", "passport", "travel_permit", "officer_id", "classification_mark")
SOURCE = "政府信息公开条例(国令711号) 第十四条、第十五条"


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was. `on`: since when, None where nobody can tell; `long`: a text of paragraphs."""

    label: str
    before: str
    after: str
    on: dt.date | None = None
    long: bool = False


@dataclass(frozen=True)
class Change:
    """A fact behind a published sheet that is different now: its label, the words then and now, since which day."""

    label: str
    before: str
    after: str
    on: dt.date


def must_be_clean(texts: dict[str, str]) -> None:
    """Raise NotLawful naming every text (label -> words) that holds a number of a person or a mark of secrecy."""
    found = {
        label: finding.label for label, text in texts.items() for finding in checks.scan(text) if finding.kind in BARRED
    }
    if found:
        said = "；".join(f"“{label}”中有{what}" for label, what in found.items())
        raise NotLawful(
            "catalogue.personal_data",
            f"{said}，不能写入公开的页面。",
            source=SOURCE,
            remedy="请删去号码或者标志；联系方式填写办公电话。",
            fields=sorted(found),
        )


def rows(content: dict[str, Any], labels: dict[str, str]) -> list[tuple[str, str]]:
    """(label, words) of the plain fields that are filled, in the order of `labels`."""
    return [(label, str(content[name])) for name, label in labels.items() if content.get(name)]

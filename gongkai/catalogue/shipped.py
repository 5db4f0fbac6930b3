"""The catalogue that ships with the law files, as rows to import."""

import datetime as dt
import re

from gongkai import rules
from gongkai.catalogue.reading import Report, Row

# One syllable of a place's spelling; its first letters make the prefix of item codes (shaoxing → SX).
SYLLABLE = re.compile(r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]+(?:ng|n(?![aeiouv])|r(?![aeiouv]))?")
SCHEDULES = {"by_issue": "issue", "by_plan": "issue"}
LINK_OUT = "本项含跳转链接，请在事项页面填写链接地址。"
HEADER_LINES = 1  # the first row of items is line 2 of the table


def prefix(place: str) -> str:
    """The prefix of item codes of a place: cn/zhejiang/shaoxing → SX."""
    name = place.rpartition("/")[2]
    return "".join(syllable[0] for syllable in SYLLABLE.findall(name)).upper() or name.upper()


def report(place: str, on: dt.date) -> tuple[rules.Catalogue, Report]:
    """The catalogue the law files hold for a place on a day, and its rows. Raises NoRule."""
    table = rules.catalogue(place, on)
    rows = [Row(line, _values(table, item)) for line, item in enumerate(table.items, start=1 + HEADER_LINES)]
    return table, Report(rows)


def _values(table: rules.Catalogue, item: rules.CatalogueItem) -> dict[str, object]:
    return {
        "code": f"{prefix(table.place)}-{item.no:03}", "number": item.no, "level1": item.level1, "level2": item.level2,
        "level3": item.level3, "content": item.content, "basis": item.basis, "limit_text": item.limit_text,
        "limit_value": item.limit_value, "limit_unit": item.limit_unit, "counted_from": item.counted_from,
        "subject": item.subjects[0] if item.subjects else "default", "subjects": list(item.subjects),
        "art20": int(item.art20[0]) if item.art20 else None, "art21": bool(item.art21),
        "art21_subjects": list(item.art21), "link_out": item.link_out,
        "schedule": SCHEDULES.get(item.schedule, item.schedule), "fixed_dates": list(item.dates),
        "responsible": list(item.agencies), "note": LINK_OUT if item.link_out else "",
    }  # fmt: skip

"""Papers from templates: who writes what on which day, with numbers and words that differ from paper to paper."""

import datetime as dt
import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from gongkai.demo.county import County, load

QUARTERS = "一二三四"


@dataclass
class Paper:
    """One record to come: what it says, who makes it, when, and what becomes of it (see `life`)."""

    slug: str
    made: dt.date
    title: str
    html: str
    genre: str
    item: int
    normative: bool = False
    sensitive: bool = False
    subject: str = ""  # which kind of information of its item; "" where it is none of them
    attachment: dict[str, str] = field(default_factory=dict)
    effective_on: dt.date | None = None
    expires_on: dt.date | None = None
    fate: str = "published"
    facts: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)  # joint: slugs; relations: (kind, title) pairs


def recurring(county: County, start: dt.date, end: dt.date, random: Random) -> Iterator[Paper]:
    """Every paper of the recurring templates between two days, by agencies that exist."""
    for template in load("recurring.yaml"):
        for slug in template["by"]:
            if slug in county.agencies:
                yield from _series(county, slug, template, start, end, random)


def _series(
    county: County, slug: str, template: dict[str, Any], start: dt.date, end: dt.date, random: Random
) -> Iterator[Paper]:
    number = 40
    for year in range(start.year, end.year + 1):
        for month in _months(template["dates"]):
            values = _values(template.get("vars", {}), random)
            made = dt.date(year, month, values.get("d", 10))
            number += 1
            if start <= made <= end:
                # What is told by the quarter is told after it has ended.
                ended = dt.date(year, month, 1) - dt.timedelta(days=1) if template["dates"] == "quarterly" else made
                names = names_of(county, slug, made) | {
                    "n": number,
                    "year": ended.year,
                    "quarter": QUARTERS[(ended.month - 1) // 3],
                }
                yield paper(slug, template, made, values | names)


def _months(dates: Any) -> list[int]:
    if dates == "monthly":
        return list(range(1, 13))
    if dates == "quarterly":
        return [1, 4, 7, 10]
    return [int(date[:2]) for date in dates]


def _values(wanted: dict[str, list[Any]], random: Random) -> dict[str, Any]:
    """A range of two numbers gives a number, a list of words one of them."""
    return {
        name: random.randint(*choice) if isinstance(choice[0], int) else random.choice(choice)
        for name, choice in wanted.items()
    }


def names_of(county: County, slug: str, made: dt.date) -> dict[str, Any]:
    """What every template may name."""
    agency = county.agencies[slug]
    return {
        "agency": agency.name,
        "short": agency.short_name,
        "duties": agency.duties,
        "year": made.year,
        "last": made.year - 1,
        "next": made.year + 1,
        "month": made.month,
        "day": made.day,
    }


def paper(slug: str, template: dict[str, Any], made: dt.date, values: dict[str, Any]) -> Paper:
    """The template filled."""
    after = template.get("effective_after")
    years = template.get("years")
    effective = made + dt.timedelta(days=after) if after is not None else None
    attachment = {name: text.format(**values) for name, text in template.get("attachment", {}).items()}
    return Paper(
        slug=slug,
        made=made,
        title=template["title"].format(**values),
        html=markup(template["body"].format(**values)),
        genre=template["genre"],
        item=template["item"],
        normative=bool(template.get("normative")),
        sensitive=bool(template.get("sensitive")),
        subject=template.get("subject", ""),
        attachment=attachment,
        effective_on=effective,
        expires_on=effective.replace(year=effective.year + years, day=min(effective.day, 28))
        if effective and years
        else None,
        fate=template.get("fate", "published"),
        facts=template.get("facts", {}),
        documents=template.get("documents", {}),
    )


def markup(text: str) -> str:
    """Paragraphs, headings and tables of the templates' plain form."""
    made: list[str] = []
    rows: list[list[str]] = []
    for line in [*text.strip().splitlines(), ""]:
        line = line.strip()
        if line.startswith("|"):
            rows.append([html.escape(cell.strip()) for cell in line.strip("|").split("|")])
            continue
        if rows:
            made.append(_table(rows))
            rows = []
        if line.startswith("# "):
            made.append(f"<h3>{html.escape(line[2:])}</h3>")
        elif line:
            made.append(f"<p>{html.escape(line)}</p>")
    return "\n".join(made)


def _table(rows: list[list[str]]) -> str:
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

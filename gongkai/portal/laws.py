"""Rules of law as the public pages print them: words, source, and whether anybody has read the original."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gongkai import rules

# The periods a citizen asks about, in the order of the page. The numbers stand in the law files alone.
PUBLICATION = (
    "publication.default", "publication.normative_document", "publication.licence_result", "publication.penalty_result",
    "publication.budget", "publication.department_budget", "publication.procurement_award",
    "publication.procurement_contract", "publication.annual_report", "publication.government_annual_report",
)  # fmt: skip
REQUEST = ("foi.confirm", "foi.correction", "foi.reply", "foi.extension", "foi.third_party", "foi.fee_payment")
REMEDIES = ("remedies.reconsideration", "remedies.suit", "remedies.suit_after_reconsideration")


@dataclass(frozen=True)
class Said:
    """A rule in words."""

    name: str
    title: str
    words: str
    source: str
    since: dt.date
    verified: bool
    note: str
    value: Any


def say(name: str, place: str, on: dt.date) -> Said | None:
    """The rule at a place on a day in words; None where none is in force."""
    try:
        rule = rules.at(name, place, on)
    except rules.NoRule:
        return None
    words = rules.say(rule.kind, rule.value, rule.unit, rule.counted_from, rule.bound)
    verified = rule.status == "verified"
    return Said(name, rule.title, words, rule.source, rule.since, verified, rule.note, rule.value)


def said(names: tuple[str, ...], place: str, on: dt.date) -> list[Said]:
    """Those of `names` that are in force."""
    return [found for name in names if (found := say(name, place, on))]


def labels(name: str, place: str, on: dt.date) -> list[dict[str, Any]]:
    """The entries of a list rule as dicts with code and label; empty where there is no such rule."""
    found = say(name, place, on)
    return [dict(one) if isinstance(one, dict) else {"code": "", "label": one} for one in found.value] if found else []

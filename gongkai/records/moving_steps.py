"""The steps of a document's validity as one field of an exported line, and read back from it.

The document behind a step is another record there than here: what is kept of it is its name, in the step's note.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.records import standing, timeline
from gongkai.records.models import Publication, Record, ValidityChange

NOTE = ValidityChange._meta.get_field("note").max_length or 0


@dataclass(frozen=True)
class Step:
    """From which day it holds, what, and until when a term was prolonged."""

    validity: str
    on: dt.date
    until: dt.date | None = None
    note: str = ""


def written(changes: Iterable[ValidityChange], causes: Mapping[int, Publication]) -> str:
    """The steps that count as JSON text; “[]” says that there are none. `causes`: live documents behind them."""
    return json.dumps([_fact(one, causes.get(one.by_record_id or 0)) for one in standing.counted(changes)],
                      ensure_ascii=False)  # fmt: skip


def _fact(one: ValidityChange, cause: Publication | None) -> dict[str, Any]:
    """As in public: a document behind it that is not public is not named, nor is the note that may name it."""
    named = f"{cause.number}《{cause.title}》" if cause else ""
    fact = {"validity": one.validity, "on": one.on.isoformat(), "note": timeline.note_of(one, cause) or named[:NOTE]}
    return fact | ({"until": one.until.isoformat()} if one.until else {})


def read(text: str) -> list[Step]:
    """What `written` wrote. Raises ValueError for anything else."""
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ValueError("no list of steps")
    return [_step(one) for one in found]


def _step(fact: dict[str, Any]) -> Step:
    validity, note, until = str(fact.get("validity")), str(fact.get("note", "")), fact.get("until")
    if not validity or validity not in Record.Validity.values or len(note) > NOTE:
        raise ValueError("no such step")
    on = dt.date.fromisoformat(str(fact.get("on")))
    return Step(validity, on, dt.date.fromisoformat(str(until)) if until else None, note)

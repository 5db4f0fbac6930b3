"""Characters and words by which names of persons are told from other words; the lists stand in words/persons.yaml."""

from __future__ import annotations

from pathlib import Path

import yaml

_LISTS: dict[str, str] = yaml.safe_load((Path(__file__).parent / "words" / "persons.yaml").read_text(encoding="utf-8"))
SURNAMES = "".join(_LISTS["surnames"].split())
COMPOUND = tuple(_LISTS["compound"].split())
FUNCTION_WORDS = frozenset(_LISTS["function_words"])
SURE = frozenset("".join(_LISTS["sure"].split()))
EVERYDAY = frozenset(_LISTS["everyday"])
GIVEN = frozenset("".join(_LISTS["given"].split()))
NOT_NAMES = frozenset(_LISTS["not_names"].split())
FOLLOW_WORDS = frozenset(_LISTS["follow_words"].split())

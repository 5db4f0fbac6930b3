"""Every requirement named in a law file exists in ``docs/requirements.csv``, and the numbers are all carried."""

import csv
from pathlib import Path

from gongkai.rules.tree import law

LIST = Path(__file__).resolve().parents[3] / "docs" / "requirements.csv"
WITHOUT_PLACE = ("TP-", "JM-", "QZ-", "JZ-")


def rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_is_whole() -> None:
    found = rows()
    assert len(found) == len({row["id"] for row in found}) == 445
    assert all(row["app"] and row["kind"] in {"enforce", "support", "outside"} and row["meaning"] for row in found)


def test_law_names_only_known_requirements() -> None:
    known = {row["id"] for row in rows()}
    for held in law().files.values():
        for file in held.values():
            assert set(file.requirements) <= known, file.path


def test_the_law_carries_more_than_two_hundred_requirements() -> None:
    carried = {one for held in law().files.values() for file in held.values() for one in file.requirements}
    assert len(carried) > 230
    assert not [one for one in carried if one.startswith(WITHOUT_PLACE) and one != "JM-STD-02"]

"""Files of what there is: the list of the staff, and lines that another instance takes over with the whole validity."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.organisations.queries import today
from gongkai.records import actions, exporting, listing, moving_steps, queries, standing
from gongkai.records.models import Publication, Record
from gongkai.records.tests.documents import fresh, public
from gongkai.records.tests.test_importing import gongkai
from gongkai.testing import County, published

DAY = dt.timedelta(days=1)


@pytest.mark.django_db
def test_the_list_is_read_piece_by_piece_and_without_texts(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 4):
        published(county, f"示财〔2026〕{number}号", html="<p>很长的正文</p>")
    monkeypatch.setattr(listing, "CHUNK", 1)
    found = listing.find(county["drafter"], {})
    (first, *_) = listing.light(found)
    assert "html" not in first.content and first.title
    asked: list[int] = []

    def one_by_one() -> Iterator[Record]:
        for record in listing.light(found):
            asked.append(record.pk)
            yield record

    rows = listing.rows(one_by_one())
    assert next(rows)["record"].pk == asked[0] and len(asked) == 1
    text = "".join(listing.as_csv(found))
    assert text.count("示财〔2026〕") == 3 and "很长的正文" not in text


def _limited(county: County) -> Record:
    """Prolonged by a document that is public, amended on a day, and repealed from a day to come."""
    officer = county["disclosure_officer"]
    record = public(county, "示财〔2026〕1号", normative=True, effective_on="2026-06-02", expires_on="2030-01-01")
    other = public(county, "示财〔2026〕2号", "关于延长有效期的通知")
    actions.renew(record=record, by=officer, until=dt.date(2032, 1, 1), reason="评估认为继续实行", by_record=other)
    note = "示财〔2026〕3号"
    actions.set_validity(record=fresh(record), by=officer, validity="amended", on=today(), note=note)
    actions.set_validity(record=fresh(record), by=officer, validity="repealed", on=today() + 30 * DAY, note=note)
    return fresh(record)


def _life(publication: Publication) -> list[Any]:
    days = (today(), today() + 29 * DAY, today() + 31 * DAY)
    held = [standing.of_publication(publication, day) for day in days]
    steps = standing.counted(publication.record.validity_changes.all())
    return [(one.validity, one.since, one.expires_on) for one in held] + [(one.on, one.until) for one in steps]


@pytest.mark.django_db
def test_the_whole_validity_survives_the_way_to_another_instance(county: County, tmp_path: Path) -> None:
    """Also a repeal that is still to come, and a term that ended by its own date."""
    record = _limited(county)
    expired = public(county, "示财〔2025〕9号", "关于试行的通知", normative=True, expires_on="2026-07-01")
    out = tmp_path / "all.jsonl"
    assert gongkai("export", out) == 0
    rows = {row["number"]: row for row in map(json.loads, out.read_text().splitlines())}
    row = rows["示财〔2026〕1号"]
    assert (row["validity"], row["validity_on"]) == ("amended", today().isoformat())  # today's, not that to come
    assert "关于延长有效期的通知" in row["validity_steps"]  # the document behind is named there
    before = {one.number: _life(one) for one in queries.live()}
    assert before[record.number][2][0] == "repealed" and before[expired.number][0][0] == "expired"
    with connection.cursor() as cursor:  # as if it were another instance: the former one is out of the way
        cursor.execute("UPDATE records_record SET index_number = NULL, number = ''")
        cursor.execute("UPDATE records_publication SET index_number = ''")
    newest = Publication.objects.latest("pk").pk
    assert gongkai("import", out) == 0
    after = {one.number: _life(one) for one in queries.live().filter(pk__gt=newest)}
    assert after == before


@pytest.mark.django_db
def test_lines_cost_the_same_for_one_and_for_many(county: County) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert list(exporting.rows())
        return len(context)

    officer = county["disclosure_officer"]
    for number in (1, 2):
        record = public(county, f"示财〔2026〕{number}号", f"第{number}份通知", normative=True)
        actions.set_validity(record=record, by=officer, validity="amended", on=today(), note="示财〔2026〕9号")
    few = asked()
    for number in (3, 4):
        record = public(county, f"示财〔2026〕{number}号", f"第{number}份通知", normative=True)
        actions.set_validity(record=record, by=officer, validity="amended", on=today(), note="示财〔2026〕9号")
    assert asked() == few


@pytest.mark.parametrize("text", ["", "x", "{}", "[1]", '[{"validity": "x", "on": "2026-01-01"}]', "[{}]",
                                  '[{"validity": "amended", "on": "soon"}]'])  # fmt: skip
def test_steps_that_nobody_wrote_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        moving_steps.read(text)

"""Why something goes, what the public is told, and penalties that no longer stand. 条例 6, 14, 15; 行政处罚法 48, 85"""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai import calendars, clock, rules, worklist
from gongkai.ledger.models import Entry
from gongkai.organisations.queries import today
from gongkai.records import actions, removal_kinds
from gongkai.records.models import Publication, Record
from gongkai.refusals import NotLawful, NotNow
from gongkai.testing import PLACE, County, published, refused

pytestmark = pytest.mark.django_db
KINDS = [str(one["code"]) for one in rules.at("publication.removal_kinds", PLACE, today()).value]
SILENT = ("personal", "third_party", "secrecy")
NOTE = "原处罚决定（示财罚〔2026〕3号）已被示行复〔2026〕1号行政复议决定撤销。"
DOCUMENT = "示行复〔2026〕1号行政复议决定书"
ACT = "撤回处罚决定信息并公开说明理由"


@pytest.fixture
def record(county: County) -> Record:
    return published(county)


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


def overturn(county: County, record: Record, on: dt.date | None = None, **more: Any) -> Record:
    data = {"by": county["drafter"], "on": on or today(), "outcome": "revoked", "document": DOCUMENT} | more
    return actions.overturn(record=record, **data)


def down(county: County, record: Record, kind: str, note: str = "", reason: str = "内部核查发现的问题") -> Publication:
    by = county["disclosure_officer"]
    return actions.withdraw(record=record, by=by, kind=kind, note=note, reason=reason)


def public(path: str) -> str:
    answer = Client(headers={"host": "localhost"}).get(path)
    assert answer.status_code == 410
    return answer.content.decode()


# --- kinds and what is told -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [one for one in KINDS if one != "penalty_changed"])
def test_each_kind_has_a_public_result_and_never_a_private_reason(county: County, record: Record, kind: str) -> None:
    note = "" if kind in SILENT else "另行公开新的文本。"
    publication = down(county, record, kind, note)
    said = next(one["public"] for one in rules.at(removal_kinds.RULE, PLACE, today()).value if one["code"] == kind)
    for path in (f"/records/{record.pk}/", f"/records/{record.pk}/print/", f"/api/v1/records/{record.pk}"):
        text = public(path)
        assert said in text and note in text, path
        assert record.title not in text and "内部核查" not in text and kind not in text.replace("wrong_", "")
        if kind == "secrecy":
            assert "国家秘密" not in text and "涉密" not in text
    entry = Entry.objects.get(act="records.withdrawn")
    assert entry.facts["kind"] == removal_kinds.label_of(publication) != kind


@pytest.mark.parametrize("kind", SILENT)
def test_a_note_that_would_tell_what_had_to_go_is_refused(county: County, record: Record, kind: str) -> None:
    act: dict[str, Any] = {"record": record, "by": county["disclosure_officer"], "reason": "不应当公开", "kind": kind}
    refused(NotLawful, "records.withdraw_note", actions.withdraw, note="文中写有某人的病情。", **act)


def test_what_may_not_stand_in_a_public_note(county: County, record: Record) -> None:
    act: dict[str, Any] = {"record": record, "by": county["disclosure_officer"], "reason": "内容有误", "kind": "wrong"}
    refused(NotLawful, "records.personal_data", actions.withdraw, note="身份证号11010519491231002X有误", **act)
    refused(NotLawful, "records.withdraw_note", actions.withdraw, note=f"{record.title}有误", **act)
    refused(NotLawful, "records.withdraw_kind", actions.withdraw, **act | {"kind": "whatever"})


def test_a_note_is_shown_as_words_never_as_markup(county: County, record: Record) -> None:
    down(county, record, "wrong", "数据<b>有误</b>")
    assert "<b>有误" not in public(f"/records/{record.pk}/")


def test_what_was_taken_down_before_there_were_kinds_still_says_that_it_is_gone(county: County, record: Record) -> None:
    down(county, record, "other")
    Publication.objects.update(withdrawn_kind="")
    told = removal_kinds.told(Publication.objects.get())
    assert told is not None and (told.said, told.note) == ("", "")
    assert "依法撤下" in public(f"/records/{record.pk}/")


# --- penalties ------------------------------------------------------------------------------------------------------


def test_the_clock_runs_from_the_day_the_penalty_was_changed(county: County, record: Record) -> None:
    day = today() - dt.timedelta(days=1)
    overturn(county, record, day)
    rule = rules.at("publication.penalty_withdrawal", PLACE, day)
    wanted = clock.due([clock.Event("started", day)], rule, calendars.current()).due_on
    until = removal_kinds.due(fresh(record))
    assert until is not None and until.due_on == wanted
    assert (rule.value, rule.unit) == (3, "working_day") and "第八十五条" in rule.source
    for person in ("disclosure_officer", "leader_in_charge", "principal"):
        (item,) = [one for one in worklist.for_person(county[person]) if one.act == ACT]
        assert item.due_on == wanted and "被撤销" in item.note and item.source == rule.source
    assert ACT not in [one.act for one in worklist.for_person(county["other.disclosure_officer"])]
    entry = Entry.objects.get(act="records.penalty_overturned")
    assert entry.facts["due_on"] == wanted.isoformat() and entry.reason == DOCUMENT
    down(county, fresh(record), "penalty_changed", NOTE)
    assert ACT not in [one.act for one in worklist.for_person(county["disclosure_officer"])]
    assert Entry.objects.get(act="records.withdrawn").facts["in_time"] is True
    assert NOTE in public(f"/records/{record.pk}/") and NOTE in public(f"/api/v1/records/{record.pk}")


def test_a_late_withdrawal_is_recorded_as_late(county: County, record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(content=record.content | {"date_made": "2026-01-05"})
    overturn(county, record, dt.date(2026, 3, 2))
    (item,) = [one for one in worklist.for_person(county["disclosure_officer"]) if one.act == ACT]
    assert item.due_on == dt.date(2026, 3, 5)
    down(county, fresh(record), "penalty_changed", NOTE)
    assert Entry.objects.get(act="records.withdrawn").facts["in_time"] is False


def test_a_penalty_goes_with_its_explanation_and_nothing_else_passes_for_it(county: County, record: Record) -> None:
    act: dict[str, Any] = {"record": record, "by": county["disclosure_officer"], "reason": "复议撤销"}
    refused(NotLawful, "records.penalty_unrecorded", actions.withdraw, kind="penalty_changed", note=NOTE, **act)
    overturn(county, record)
    refused(NotLawful, "records.withdraw_note", actions.withdraw, kind="penalty_changed", **act)
    refused(NotLawful, "records.penalty_passed_over", actions.withdraw, kind="wrong", note=NOTE, **act)
    down(county, fresh(record), "penalty_changed", NOTE)
    assert fresh(record).state == "withdrawn"


def test_what_may_be_entered_of_a_penalty(county: County, record: Record) -> None:
    act: dict[str, Any] = {"record": record, "by": county["drafter"], "on": today(), "document": DOCUMENT}
    refused(NotLawful, "records.overturn_outcome", actions.overturn, outcome="forgiven", **act)
    tomorrow = today() + dt.timedelta(days=1)
    for day in (tomorrow, dt.date(2020, 1, 1)):
        refused(NotLawful, "records.overturn_day", actions.overturn, outcome="revoked", **act | {"on": day})
    refused(NotLawful, "records.overturn_document", actions.overturn, outcome="revoked", **act | {"document": "无"})
    overturn(county, record)
    refused(NotNow, "records.overturned_already", actions.overturn, outcome="revoked", **act)


def test_an_entry_by_mistake_is_taken_back_with_its_reason(county: County, record: Record) -> None:
    act: dict[str, Any] = {"record": record, "by": county["drafter"]}
    refused(NotNow, "records.not_overturned", actions.drop_overturn, reason="登记有误", **act)
    overturn(county, record)
    refused(NotLawful, "records.reason", actions.drop_overturn, reason="错", **act)
    actions.drop_overturn(reason="文书看错了，处罚没有变", **act)
    assert fresh(record).overturned is None and removal_kinds.due(fresh(record)) is None
    assert ACT not in [one.act for one in worklist.for_person(county["disclosure_officer"])]
    before = Entry.objects.get(act="records.penalty_overturn_dropped").before
    assert before["document"] == DOCUMENT and before["label"] == "被撤销"
    down(county, fresh(record), "wrong")


# --- the pages ------------------------------------------------------------------------------------------------------


def test_a_clerk_enters_it_and_an_officer_takes_it_down(county: County) -> None:
    record = published(county, title="关于对某单位的行政处罚决定")
    clerk, officer = Client(), Client()
    clerk.force_login(county["drafter"])
    officer.force_login(county["disclosure_officer"])
    entering, removing = (reverse(f"records:{name}", args=[record.pk]) for name in ("overturn", "withdraw"))
    assert entering in clerk.get(record.get_absolute_url()).content.decode()
    assert "3个工作日" in clerk.get(entering).content.decode()
    data = {"outcome": "revoked", "on": today().isoformat(), "document": DOCUMENT}
    assert clerk.post(entering, data | {"document": "无"}).status_code == 422
    assert clerk.post(entering, data).status_code == 302
    assert clerk.post(entering, data).status_code == 302, "the second press of the same button"
    text = officer.get(removing).content.decode()
    assert "应当在" in text and DOCUMENT in text and "第四十八条" in text
    sent = {"kind": "penalty_changed", "reason": "复议撤销"}
    answer = officer.post(removing, sent)
    assert answer.status_code == 422 and "必须向社会公开说明理由" in answer.content.decode()
    assert officer.post(removing, sent | {"note": NOTE}).status_code == 302
    proof = officer.get(reverse("records:removal", args=[record.pk])).content.decode()
    assert "行政处罚决定被变更、撤销" in proof and NOTE in proof


def test_the_entry_is_offered_for_what_looks_like_a_penalty(county: County, record: Record) -> None:
    clerk = Client()
    clerk.force_login(county["drafter"])
    address = reverse("records:overturn", args=[record.pk])
    assert address not in clerk.get(record.get_absolute_url()).content.decode()
    Record.objects.filter(pk=record.pk).update(item=county.catalogue.items.get(number=29))
    assert address in clerk.get(record.get_absolute_url()).content.decode()
    overturn(county, record)
    text = clerk.get(record.get_absolute_url()).content.decode()
    assert reverse("records:drop_overturn", args=[record.pk]) in text


def test_the_entry_is_offered_and_taken_back_by_those_of_the_agency_alone(county: County) -> None:
    record = published(county, title="关于示范公司违法行为的行政处罚决定书")
    enter, drop = (reverse(f"records:{name}", args=[record.pk]) for name in ("overturn", "drop_overturn"))
    writer, section = Client(), Client()
    writer.force_login(county["drafter"])
    section.force_login(county["office.open_government_section"])
    assert enter in writer.get(record.get_absolute_url()).content.decode()
    assert enter not in section.get(record.get_absolute_url()).content.decode()
    assert section.get(drop).status_code == 403 and writer.get(drop).status_code == 409

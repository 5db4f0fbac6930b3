"""Acts on lists (不予公开目录, half-monthly check, clean-up) refuse by themselves, whatever page leads to them."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai.files import actions as file_actions
from gongkai.ledger.models import Entry
from gongkai.organisations.queries import today
from gongkai.records import actions
from gongkai.records.actions import withholding
from gongkai.records.actions.reconciling import confirm
from gongkai.records.actions.relating import Claim
from gongkai.records.cleanups import Row
from gongkai.records.models import WithheldList
from gongkai.records.tests import documents
from gongkai.records.tests.test_acts_alone import NUMBER
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County, complete_draft, published

pytestmark = pytest.mark.django_db
ENTRY = {"title": "值班表", "ground": "internal_affairs", "reason": "属于内部事务"}
LEFT_OUT = {"reason": "已经公开，不再列入"}


@pytest.fixture
def lists(county: County) -> dict[str, Any]:
    """An open list with an entry, one closed, one filed."""
    officer, section = county["disclosure_officer"], county["office.open_government_section"]

    def made(year: int) -> WithheldList:
        return withholding.open_list(agency=county.department, kind="items", year=year, by=officer)

    found: dict[str, Any] = {"open": made(today().year), "closed": made(2025), "filed": made(2024)}
    found["entry"] = withholding.enter(of=found["open"], by=officer, **ENTRY)
    for name in ("closed", "filed"):
        found[name] = withholding.close_list(of=found[name], by=officer)
    found["filed"] = withholding.file_list(of=found["filed"], by=section, receipt="示备〔2026〕3号")
    return found


ACTS: dict[str, tuple[Any, Any]] = {
    "open_list": (withholding.open_list, lambda county, lists: {
        "agency": county.department, "kind": "documents", "year": today().year}),
    "enter": (withholding.enter, lambda county, lists: {"of": lists["open"], **ENTRY}),
    "amend_entry": (withholding.amend_entry, lambda county, lists: {"entry": lists["entry"], **ENTRY}),
    "leave_out": (withholding.leave_out, lambda county, lists: {"entry": lists["entry"], **LEFT_OUT}),
    "close_list": (withholding.close_list, lambda county, lists: {"of": lists["open"]}),
    "write_out": (withholding.write_out, lambda county, lists: {"of": lists["filed"]}),
    "file_list": (withholding.file_list, lambda county, lists: {"of": lists["closed"], "receipt": "示备〔2026〕4号"}),
    "reopen_list": (withholding.reopen_list, lambda county, lists: {"of": lists["closed"], "reason": "缺少理由"}),
    "clean_up": (actions.clean_up, lambda county, lists: {
        "agency": county.department, "title": "清理决定", "decided_on": today(),
        "rows": [Row(2, number="示财〔2026〕5号", conclusion="废止")]}),
    "confirm": (confirm, lambda county, lists: {
        "agency": county.department, "first_day": dt.date(2026, 6, 1), "seen": [], "remark": "没有收到纸质文件"}),
}  # fmt: skip
SECTION = {"file_list", "reopen_list"}
TEXTS = [("enter", "title"), ("enter", "reason"), ("amend_entry", "shown_title"), ("leave_out", "reason"),
         ("file_list", "receipt"), ("reopen_list", "reason"), ("clean_up", "title"), ("confirm", "remark")]  # fmt: skip


def refused(kind: Any, name: str, county: County, lists: dict[str, Any], by: Any, **changes: Any) -> str:
    run, facts = ACTS[name]
    before = Entry.objects.count()
    with pytest.raises(kind) as caught:
        run(**facts(county, lists) | changes, by=by)
    assert Entry.objects.count() == before and caught.value.remedy
    return str(caught.value.code)


@pytest.mark.parametrize("name", ACTS)
def test_without_the_post_nobody_acts(county: County, lists: dict[str, Any], name: str) -> None:
    own = county["disclosure_officer"] if name in SECTION else county["drafter"]
    for by in (own, county["other.disclosure_officer"], county.administrators["system"]):
        assert refused(NotYours, name, county, lists, by)


POSSIBLE_IN = {"enter": "open", "leave_out": "open", "amend_entry": "open", "close_list": "open",
               "file_list": "closed", "reopen_list": "closed", "write_out": "filed"}  # fmt: skip


@pytest.mark.parametrize("state", ["open", "closed", "filed"])
@pytest.mark.parametrize("name", POSSIBLE_IN)
def test_in_another_state_nothing_is_done(county: County, lists: dict[str, Any], name: str, state: str) -> None:
    if POSSIBLE_IN[name] == state:
        return
    by = county["office.open_government_section"] if name in SECTION else county["disclosure_officer"]
    WithheldList.objects.filter(pk=lists["open"].pk).update(state=state)  # that of the entry
    of = lists["open"] if name in ("amend_entry", "leave_out") else lists[state]
    changes = {} if name in ("amend_entry", "leave_out") else {"of": WithheldList.objects.get(pk=of.pk)}
    assert refused(NotNow, name, county, lists, by, **changes) == "records.withheld_state"


@pytest.mark.parametrize(("name", "field"), TEXTS)
def test_numbers_of_persons_stand_in_no_list(county: County, lists: dict[str, Any], name: str, field: str) -> None:
    published(county, "示财〔2026〕5号")
    by = county["office.open_government_section"] if name in SECTION else county["disclosure_officer"]
    assert refused(NotLawful, name, county, lists, by, **{field: NUMBER}) == "records.personal_data"


@pytest.mark.parametrize("field", ["reason", "note"])
def test_numbers_of_persons_stand_in_no_decision_on_a_term(county: County, field: str) -> None:
    until = (today() + dt.timedelta(days=60)).isoformat()
    record = documents.public(county, "示财〔2026〕41号", "将要到期的办法", expires_on=until)
    facts = {"until": dt.date(2099, 1, 1), "reason": "评估后延长", "note": "示财〔2026〕8号"} | {field: NUMBER}
    with pytest.raises(NotLawful) as caught:
        actions.renew(record=record, by=county["disclosure_officer"], **facts)
    assert caught.value.code == "records.personal_data"
    with pytest.raises(NotLawful) as caught:
        actions.let_expire(record=record, by=county["disclosure_officer"], reason=NUMBER)
    assert caught.value.code == "records.personal_data"


def test_numbers_of_persons_stand_in_no_answer_to_another_agency(county: County) -> None:
    target = documents.public(county, "示财〔2026〕41号", "被废止的办法")
    source = documents.public(
        county, "示民〔2026〕44号", "民政局的决定", who="other", claims=[Claim("repeals", target)]
    )
    with pytest.raises(NotLawful) as caught:
        actions.settle_effect(record=target, source=source, by=county["disclosure_officer"], agree=False, note=NUMBER)
    assert caught.value.code == "records.personal_data"


@pytest.mark.parametrize("act", [actions.demand_four, actions.lower_four])
def test_numbers_of_persons_stand_in_no_reason_for_four_reviews(county: County, act: Any) -> None:
    record = complete_draft(county)
    if act is actions.lower_four:
        actions.demand_four(record=record, by=county["drafter"])
    with pytest.raises(NotLawful) as caught:
        act(record=record, by=county["drafter"], reason=NUMBER)
    assert caught.value.code == "records.personal_data"


def test_the_editor_of_a_reading_version_opens_only_where_one_may_edit(county: County) -> None:
    record = complete_draft(county)
    file = file_actions.store("附录".encode(), "附录.txt", None)
    attachment = actions.attach(record=record, by=county["drafter"], file=file)
    browser = Client(headers={"host": "localhost"})
    browser.force_login(county["drafter"])
    address = f"/desk/records/{record.pk}/attachments/{attachment.pk}/reading/edit/"
    assert browser.get(address).status_code == 200
    record.refresh_from_db()
    actions.abandon(record=record, by=county["drafter"], reason="不再需要")
    assert browser.get(address).status_code == 409

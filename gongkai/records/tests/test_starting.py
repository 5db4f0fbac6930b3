"""The kind of information and the legal event: asked for, required, signed, shown; days that cannot be."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.organisations.queries import today
from gongkai.records import actions, clocks, comparing, content, edit_form, starting
from gongkai.records.models import Genre, Record
from gongkai.records.tests.documents import fresh
from gongkai.refusals import NotLawful
from gongkai.testing import County, complete_draft, refused, sign_all

pytestmark = pytest.mark.django_db


def under(county: County, number: int, genre: str = Genre.INFORMATION, **changes: Any) -> Record:
    record = complete_draft(county, date_made="2026-02-05")
    return edited(county, record, item=county.catalogue.items.get(number=number), genre=genre, **changes)


def edited(county: County, record: Record, **facts: Any) -> Record:
    columns = {name: facts.pop(name) for name in ("item", "genre", "normative") if name in facts}
    record = fresh(record)
    return actions.edit(record=record, by=county["drafter"], revision=record.revision, changes=facts, **columns)


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(record: Record, **changes: Any) -> dict[str, Any]:
    """The editor's fields as a browser sends them back."""
    form = edit_form.EditForm(record=fresh(record))
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, "", False, [])}
    return data | changes


BUDGET = {"started_by": "approval", "started_on": "2026-01-10"}


# --- acts ---------------------------------------------------------------------------------------------------


@pytest.mark.requirement("SX-CAT-19")
def test_the_day_of_approval_is_wanted_before_review_and_signed(county: County) -> None:
    record = under(county, 19)
    assert starting.missing(record) == ["批准之日"]
    refused(NotLawful, "records.incomplete", actions.submit, record=record, by=county["drafter"])
    before = content.parts(record)
    record = edited(county, record, **BUDGET)
    changed = {name for name, value in content.parts(record).items() if value != before[name]}
    assert changed == {"metadata"} and starting.missing(record) == []
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    version = fresh(record).versions.get()
    assert (version.metadata["started_by"], version.metadata["started_on"]) == ("approval", "2026-01-10")
    due = clocks.due(fresh(record))
    assert due is not None and due.due_on == dt.date(2026, 1, 30) and next(iter(due.events)).label == "批准之日"


def test_a_new_day_after_signing_opens_the_steps_that_saw_it(county: County) -> None:
    record = under(county, 19, **BUDGET)
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    record = edited(county, record, started_on="2026-01-12")
    assert fresh(record).state == Record.State.IN_REVIEW, "the header is signed anew"
    act = {"record": record, "by": county["drafter"], "revision": record.revision}
    tomorrow = str(today() + dt.timedelta(days=1))
    refused(NotLawful, "records.start_in_future", actions.edit, changes={"started_on": tomorrow}, **act)


@pytest.mark.parametrize(
    ("number", "changes", "code"),
    [
        (19, {"started_by": "approval", "started_on": "2026-13-01"}, "records.bad_date"),
        (19, {"started_by": "approval", "started_on": "0206-01-10"}, "records.start_impossible"),
        (19, {"started_by": "approval", "started_on": ""}, "records.start_event"),
        (19, {"started_by": "", "started_on": "2026-01-10"}, "records.start_event"),
        (19, {"started_by": "award", "started_on": "2026-01-10"}, "records.start_event"),
        (19, {"started_by": "新年", "started_on": "2026-01-10"}, "records.start_event"),
        (11, {"started_by": "approval", "started_on": "2026-01-10"}, "records.start_event"),
        (11, {"started_by": "obtaining", "started_on": "2026-02-04"}, "records.start_impossible"),
        (72, {"started_by": "obtaining", "started_on": "2026-02-06"}, "records.start_event"),
        (30, {"subject": "budget"}, "records.subject"),
        (19, {"subject": "budget"}, "records.subject"),
    ],
)
def test_days_and_kinds_that_cannot_be_are_refused(
    county: County, number: int, changes: dict[str, str], code: str
) -> None:
    record = under(county, number)
    revision = record.revision
    refused(NotLawful, code, actions.edit, record=record, by=county["drafter"], revision=revision, changes=changes)
    assert content.parts(fresh(record)) == content.parts(record)


def test_a_new_draft_is_held_to_the_same(county: County) -> None:
    changes = {"title": "预算", "started_by": "approval", "started_on": str(today() + dt.timedelta(days=1))}
    item = county.catalogue.items.get(number=19)
    refused(
        NotLawful, "records.start_in_future", actions.create,
        agency=county.department, by=county["drafter"], item=item, changes=changes,
    )  # fmt: skip


def test_what_no_longer_fits_goes_with_the_item(county: County) -> None:
    record = edited(county, under(county, 19, **BUDGET), item=county.catalogue.items.get(number=21))
    assert record.content["started_by"] == "" and starting.missing(record) == ["批复之日"]
    record = under(county, 30, subject="procurement_contract", started_by="signature", started_on="2026-02-03")
    record = edited(county, record, item=county.item)
    assert [record.content[name] for name in ("subject", "started_by", "started_on")] == ["", "", ""]


def test_nothing_is_asked_of_what_stays_closed(county: County) -> None:
    record = actions.determine_attribute(
        record=under(county, 19), by=county["drafter"], attribute="withheld", ground="process", reason="尚未批准的草案"
    )
    assert starting.missing(record) == [] and starting.statable(record) == ""
    actions.submit(record=record, by=county["drafter"])


def test_the_paper_cannot_be_issued_before_what_it_tells_of(county: County) -> None:
    record = under(county, 19, Genre.NOTICE, started_by="approval", started_on="2026-02-10")
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    act = {"record": fresh(record), "by": county["disclosure_officer"], "number": "示财〔2026〕1号"}
    refused(NotLawful, "records.start_after_issue", actions.issue, issued_on=dt.date(2026, 2, 6), **act)
    assert actions.issue(issued_on=dt.date(2026, 2, 10), **act).state == Record.State.ISSUED


@pytest.mark.requirement("SX-CAT-60")
@pytest.mark.parametrize(
    ("number", "codes"),
    [
        (27, ["licence_result", "other_service_result"]),
        (30, ["procurement_award", "procurement_contract"]),
        (33, ["tender_candidate"]),
        (56, ["tender_candidate"]),
        (65, ["tender_candidate"]),
        (53, ["rule_of_law_report", "rule_of_law_points"]),
        (60, ["penalty_result", "rule_of_law_points"]),
        (72, []),  # which of the two binds follows from the agency
        (34, []),  # both are least durations: none ends a clock
        (19, []),
        (11, []),
    ],
)
def test_the_kind_is_asked_where_an_item_holds_several(county: County, number: int, codes: list[str]) -> None:
    record = under(county, number)
    assert [one.code for one in starting.kinds(record)] == codes
    assert (starting.KIND in starting.missing(record)) == bool(codes)


def test_a_correction_that_is_dropped_leaves_the_facts_as_they_were_public(county: County) -> None:
    record = under(county, 19, **BUDGET)
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    officer = county["disclosure_officer"]
    actions.publish(record=fresh(record), by=officer)
    record = actions.correct(record=fresh(record), by=officer, reason="表格有误")
    assert starting.missing(record) == []
    record = actions.drop_correction(record=record, by=officer)
    assert record.content["started_on"] == "2026-01-10" and record.content["started_by"] == "approval"


# --- screens ------------------------------------------------------------------------------------------------


def test_the_editor_asks_for_the_event_by_its_name(county: County) -> None:
    client, record = client_of(county["drafter"]), under(county, 19)
    url = reverse("records:edit", args=[record.pk])
    page = client.get(url).content.decode()
    assert "批准之日" in page and "started_approval" in page and "信息种类" not in page
    response = client.post(url, sent(record, submit="1"))
    assert response.status_code == 422 and "送审前请补充批准之日" in response.content.decode()
    late = str(today() + dt.timedelta(days=1))
    response = client.post(url, sent(record, started_approval=late, save="1"))
    assert response.status_code == 422 and "还没有到" in response.content.decode()
    response = client.post(url, sent(record, started_approval="2026-01-10", submit="1"))
    assert response.status_code == 302 and fresh(record).content["started_on"] == "2026-01-10"
    page = client.get(reverse("records:clock", args=[record.pk])).content.decode()
    assert "批准之日" in page and "2026-01-10" in page and "2026-01-30" in page


def test_the_editor_asks_for_the_kind_and_then_for_its_event(county: County) -> None:
    client, record = client_of(county["drafter"]), complete_draft(county, date_made="2026-02-05")
    url = reverse("records:edit", args=[record.pk])
    thirty = str(county.catalogue.items.get(number=30).pk)
    data = sent(record, item=thirty, suggested="other", genre="information", submit="1")
    page = client.post(url, data)
    assert page.status_code == 422 and "送审前请补充信息种类" in page.content.decode()
    assert "政府采购合同" in page.content.decode() and "其他" in page.content.decode()
    page = client.post(url, sent(record, subject="procurement_contract", submit="1"))
    assert page.status_code == 422 and "送审前请补充合同签订之日" in page.content.decode()
    assert client.post(url, sent(record, started_signature="2026-02-03", submit="1")).status_code == 302
    record = fresh(record)
    assert record.state == Record.State.IN_REVIEW and record.content["started_by"] == "signature"
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 2, 5)


def test_a_date_given_for_another_item_is_not_taken_for_this_one(county: County) -> None:
    client, record = client_of(county["drafter"]), under(county, 19)
    data = sent(record, started_approval="2026-01-10", item=str(county.catalogue.items.get(number=21).pk))
    data |= {"suggested": "other", "save": "1"}
    assert client.post(reverse("records:edit", args=[record.pk]), data).status_code == 302
    assert fresh(record).content.get("started_by", "") == "" and starting.missing(fresh(record)) == ["批复之日"]


@pytest.mark.requirement("ZY-MGMT-09b")
def test_the_maker_can_say_when_information_was_obtained(county: County) -> None:
    client, record = client_of(county["drafter"]), under(county, 11)
    url = reverse("records:edit", args=[record.pk])
    assert "获得信息之日" in client.get(url).content.decode()
    assert client.post(url, sent(record, started_obtaining="2026-02-20", save="1")).status_code == 302
    record = fresh(record)
    assert record.content["started_by"] == "obtaining"
    due = clocks.due(record)
    assert due is not None and due.started_on == dt.date(2026, 2, 20)
    document = under(county, 11, Genre.NOTICE)
    page = client.get(reverse("records:edit", args=[document.pk])).content.decode()
    assert "获得信息之日" not in page, "what the agency issues itself was not obtained"


def test_signers_see_what_the_limit_hangs_on(county: County) -> None:
    facts = {"subject": "procurement_contract", "started_by": "signature", "started_on": "2026-02-03"}
    record = under(county, 30, **facts)
    shown = dict(comparing.rows(comparing.snapshot(record)["metadata"], record.agency.place))
    assert shown["信息种类"] == "政府采购合同" and shown["公开期限的起算点"] == "合同签订之日"
    assert shown["起算之日"] == "2026-02-03"
    review = actions.submit(record=record, by=county["drafter"])
    page = client_of(county["section_head"]).get(f"/desk/review/{review.pk}/").content.decode()
    assert "合同签订之日" in page and "2026-02-03" in page

"""黄岩 公文流程 四: within one working day of issue the electronic text stands on the intranet work platform."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai import calendars, clock, rules, worklist
from gongkai.ledger.models import Entry
from gongkai.organisations.queries import today
from gongkai.records import actions, intranet
from gongkai.records.models import Record
from gongkai.records.tests.places import HUANGYAN, fresh, moved, sign_next
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import queries as review_queries
from gongkai.testing import County, approved, complete_draft, published, refused

pytestmark = pytest.mark.django_db
ACT = "加载到内网工作平台"


def out(county: County, issued_on: dt.date | None = None) -> Record:
    """A document of 黄岩, issued."""
    day = issued_on or today()
    record = complete_draft(moved(county, HUANGYAN), date_made=day.isoformat())
    review = actions.submit(record=record, by=county["drafter"])
    while review_queries.open_step(review) is not None:
        review = sign_next(county, review)
    actions.issue(record=fresh(record), by=county["disclosure_officer"], number="黄政办〔2026〕8号", issued_on=day)
    return fresh(record)


def owed(person: Any) -> list[Any]:
    return [one for one in worklist.for_person(person) if one.act == ACT]


@pytest.mark.requirement("HY-DOC-04a")
def test_it_is_owed_within_a_working_day_of_issue_until_it_is_entered(county: County) -> None:
    record = out(county)
    rule = rules.at("publication.intranet", HUANGYAN, today())
    assert (rule.value, rule.unit, rule.counted_from) == (1, "working_day", "issue")
    wanted = clock.due([clock.Event("started", today())], rule, calendars.current()).due_on
    for person in ("secretariat", "disclosure_officer", "section_head"):
        (item,) = owed(county[person])
        assert item.due_on == wanted and "公文类信息主动公开工作流程 四" in item.source
    assert owed(county["drafter"]) == [] and owed(county["other.secretariat"]) == []
    clerk = Client()
    clerk.force_login(county["secretariat"])
    address = reverse("records:intranet", args=[record.pk])
    text = clerk.get(record.get_absolute_url()).content.decode()
    assert address in text and f"应于 {wanted} 前加载，尚未登记" in text
    assert clerk.post(address, {"on": (today() + dt.timedelta(days=1)).isoformat()}).status_code == 422
    assert clerk.post(address, {"on": today().isoformat()}).status_code == 302
    assert f"{today()} 已加载" in clerk.get(record.get_absolute_url()).content.decode()
    assert owed(county["secretariat"]) == []
    entry = Entry.objects.get(act="records.intranet_loaded")
    assert entry.facts["in_time"] is True and entry.facts["due_on"] == wanted.isoformat()


@pytest.mark.requirement("HY-DOC-04a")
def test_who_may_enter_what_and_when(county: County) -> None:
    day = dt.date(2026, 11, 2)
    record = out(county, day)
    act: dict[str, Any] = {"record": record, "by": county["secretariat"]}
    refused(NotYours, "records.intranet", actions.load_intranet, on=day, **act | {"by": county["drafter"]})
    refused(NotLawful, "records.intranet_day", actions.load_intranet, on=day - dt.timedelta(days=1), **act)
    refused(NotLawful, "records.intranet_day", actions.load_intranet, on=today() + dt.timedelta(days=1), **act)
    actions.load_intranet(on=dt.date(2026, 11, 5), **act)
    assert Entry.objects.get(act="records.intranet_loaded").facts["in_time"] is False, "3 November was the last day"
    refused(NotNow, "records.intranet_loaded", actions.load_intranet, on=day, **act)


def test_a_place_without_a_period_asks_for_nothing(county: County) -> None:
    record = published(county)
    assert intranet.rule_of(record) is None and owed(county["secretariat"]) == []
    act: dict[str, Any] = {"record": record, "by": county["secretariat"], "on": today()}
    refused(NotNow, "records.intranet_not_wanted", actions.load_intranet, **act)
    refused(NotNow, "records.state", actions.load_intranet, **act | {"record": approved(county)})


def test_it_is_offered_to_who_may_and_asked_for_in_its_state_alone(county: County) -> None:
    record = out(county)
    address = reverse("records:intranet", args=[record.pk])
    reader, clerk = Client(), Client()
    reader.force_login(county["drafter"])
    clerk.force_login(county["secretariat"])
    assert address not in reader.get(record.get_absolute_url()).content.decode()
    assert address in clerk.get(record.get_absolute_url()).content.decode()
    Record.objects.filter(pk=record.pk).update(state="draft")
    assert clerk.get(address).status_code == 409

"""Every act refuses by itself: the page before it asks first, but nobody says that an act is reached by a page only."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils import timezone

from gongkai import testing
from gongkai.ledger.models import Entry
from gongkai.operate.tests import objects
from gongkai.operate.tests import states as fates
from gongkai.organisations.queries import today
from gongkai.records import actions, policy, possible, states
from gongkai.records.models import Attachment, Record
from gongkai.records.redaction import Removal
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County

pytestmark = pytest.mark.django_db
RESIDENT_ID = "11010519491231002X"  # the test vector of GB 11643
NUMBER = f"电话不便公开，身份证号{RESIDENT_ID}"
WRITERS, SUBMITTERS, ISSUERS = ("drafter", "section_head", "disclosure_officer"), ("drafter", "section_head"), (
    "disclosure_officer", "section_head")  # fmt: skip
OFFICER, LEADERS = ("disclosure_officer",), ("leader_in_charge", "principal")


@dataclass(frozen=True)
class Act:
    """One act: the line of the table of states it follows, who may, where it is possible, what is sent."""

    run: Callable[..., Any]
    line: str
    may: tuple[str, ...]
    where: str
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""  # the field of free words, which stay for good or go public
    of: str = "record"  # how the act calls its object

    def call(self, record: Record, by: Any, **changes: Any) -> Any:
        facts = self.facts | changes
        if "revision" in facts:
            facts["revision"] = record.revision
        subject = record if self.of == "record" else Attachment(record=record, name="附表")
        return self.run(**{self.of: subject}, by=by, **facts)


def soon() -> dt.datetime:
    return timezone.now() + dt.timedelta(hours=1)


REMOVAL = [Removal("总体要求", "security")]
REASON = {"reason": "第三条的日期有误"}
TERM = {"until": dt.date(2099, 1, 1), "reason": "评估后延长", "note": "示财〔2026〕8号"}
EDIT: dict[str, Any] = {"revision": 0}
ACTS = {
    "edit": Act(actions.edit, "edit", WRITERS, "draft", EDIT | {"changes": {"title": "关于新标题的通知"}}),
    "attach": Act(actions.attach, "edit", WRITERS, "draft", {"file": None}),
    "detach": Act(actions.detach, "edit", WRITERS, "draft", of="attachment"),
    "compare_original": Act(actions.compare_original, "edit", WRITERS, "draft"),
    "make_reading": Act(actions.make_reading, "edit", WRITERS, "draft", of="attachment"),
    "edit_reading": Act(
        actions.edit_reading, "edit", WRITERS, "draft", EDIT | {"html": "<p>字</p>"}, of="attachment"
    ),
    "proofread_reading": Act(actions.proofread_reading, "edit", WRITERS, "draft", {"seen": ""}, of="attachment"),
    "set_joint": Act(actions.set_joint, "edit", WRITERS, "draft", EDIT | {"names": ["市银行"]}),
    "set_relations": Act(actions.set_relations, "edit", WRITERS, "draft", EDIT | {"claims": []}),
    "attribute": Act(
        actions.determine_attribute, "edit", WRITERS, "draft",
        {"attribute": "withheld", "ground": "internal_affairs", "reason": "属于内部事务"}, "reason",
    ),
    "submit": Act(actions.submit, "submit", SUBMITTERS, "draft"),
    "abandon": Act(actions.abandon, "abandon", SUBMITTERS, "draft", {"reason": "不再需要"}, "reason"),
    "demand_four": Act(actions.demand_four, "four", WRITERS, "draft", {"reason": "牵涉面广"}, "reason"),
    "emergency": Act(
        actions.open_emergency, "emergency", LEADERS, "draft", {"reason": "河道水位超过警戒，群众须今天知道"}, "reason"
    ),
    "public_part": Act(actions.make_public_part, "public_part", WRITERS, "withheld", EDIT | {"removals": REMOVAL}),
    "redact": Act(actions.redact_more, "redact", WRITERS, "part", EDIT | {"removals": REMOVAL}),
    "issue": Act(actions.issue, "issue", ISSUERS, "approved", {"number": "示财〔2026〕99号", "issued_on": today()}),
    "revise": Act(actions.revise, "revise", ISSUERS, "issued", REASON, "reason"),
    "publish": Act(actions.publish, "publish", OFFICER, "issued"),
    "schedule": Act(actions.schedule, "schedule", OFFICER, "issued", {"publish_at": None}),
    "unschedule": Act(actions.unschedule, "unschedule", OFFICER, "scheduled"),
    "correct": Act(actions.correct, "correct", WRITERS, "published", REASON, "reason"),
    "drop_correction": Act(actions.drop_correction, "drop_correction", WRITERS, "correcting"),
    "set_validity": Act(
        actions.set_validity, "set_validity", OFFICER, "published",
        {"validity": "repealed", "on": today(), "note": "示财〔2026〕8号"}, "note",
    ),
    "renew": Act(actions.renew, "renew", OFFICER, "published", TERM),
    "let_expire": Act(actions.let_expire, "renew", OFFICER, "published", {"reason": "评估后不再延长"}),
    "settle_effect": Act(
        actions.settle_effect, "set_validity", OFFICER, "published", {"source": None, "agree": False, "note": "未涉及"}
    ),
    "intranet": Act(
        actions.load_intranet, "intranet", ("disclosure_officer", "section_head", "secretariat"), "issued",
        {"on": today()},
    ),
    "overturn": Act(
        actions.overturn, "overturn", WRITERS, "published",
        {"on": today(), "outcome": "revoked", "document": "示行复〔2026〕1号"}, "document",
    ),
    "drop_overturn": Act(actions.drop_overturn, "overturn", WRITERS, "overturned", {"reason": "登记有误"}, "reason"),
    "withdraw": Act(
        actions.withdraw, "withdraw", ("disclosure_officer", *LEADERS), "published", {"reason": "内容有误"}, "reason"
    ),
}  # fmt: skip


class World:
    """A record in every state; what an act does is undone."""

    def __init__(self) -> None:
        self.county: County = testing._restore()
        self.records = {state: thing.subject for state, thing in fates.records(self.county).items()}
        self.people = objects.people(self.county)
        self.clients = {who: Client(headers={"host": "localhost"}) for who in self.people}
        for who, client in self.clients.items():
            client.force_login(self.people[who])

    def refused(self, kind: type[Exception], act: Act, state: str, by: str, **changes: Any) -> str:
        """The code of the refusal; no entry stands in the ledger because of it."""
        record = Record.objects.get(pk=self.records[state].pk)
        if act.facts.get("publish_at", 0) is None:
            changes = {"publish_at": soon()} | changes
        if act.facts.get("source", 0) is None:
            changes = {"source": self.records["published"]} | changes
        with transaction.atomic():
            before = Entry.objects.count()
            with pytest.raises(kind) as caught, transaction.atomic():
                act.call(record, self.people[by], **changes)
            assert Entry.objects.count() == before
            transaction.set_rollback(True)
        assert caught.value.remedy, caught.value  # type: ignore[attr-defined]
        return str(caught.value.code)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        caches["process"].clear()
        yield World()
        transaction.set_rollback(True)
    caches["process"].clear()


def test_the_table_names_every_line_of_the_states_that_people_act_on() -> None:
    """`approved`, `approved_again` and `returned` are what a review does."""
    assert {act.line for act in ACTS.values()} == set(states.TABLE) - {"approved", "approved_again", "returned"}


@pytest.mark.parametrize("name", ACTS)
def test_without_the_post_nobody_acts(world: World, name: str) -> None:
    """Everybody of the agency without the post, everybody of another agency, the administrators: 403, no entry."""
    act = ACTS[name]
    others = [who for who in world.people if who not in act.may]
    if name == "withdraw":  # the competent section too (条例 Art. 6)
        others.remove("open_government_section")
    for who in others:
        assert world.refused(NotYours, act, act.where, who).startswith("records."), who


@pytest.mark.parametrize("name", ACTS)
def test_in_another_state_nothing_is_done(world: World, name: str) -> None:
    act = ACTS[name]
    wrong = [state for state, record in world.records.items() if not states.allows(act.line, record.state)]
    assert wrong
    for state in wrong:
        assert world.refused(NotNow, act, state, act.may[0]) == "records.state", state


@pytest.mark.parametrize("name", [name for name, act in ACTS.items() if act.text])
def test_numbers_of_persons_stand_in_no_reason(world: World, name: str) -> None:
    act = ACTS[name]
    code = world.refused(NotLawful, act, act.where, act.may[0], **{act.text: NUMBER})
    assert code == "records.personal_data"


# --- four reviews ---------------------------------------------------------------------------------------------------


def test_four_reviews_are_lowered_in_drafting_and_review_alone(world: World) -> None:
    act = Act(actions.lower_four, "four", LEADERS, "draft", {"reason": "事项简单"})
    for state, record in world.records.items():
        if states.allows("four", record.state):
            continue
        assert world.refused(NotNow, act, state, "principal") == "records.state", state


def test_who_may_change_the_number_of_reviews(world: World) -> None:
    with transaction.atomic():
        record = Record.objects.get(pk=world.records["draft"].pk)
        actions.demand_four(record=record, by=world.people["drafter"])
        record.refresh_from_db()
        may = {who for who, person in world.people.items() if policy.may(person, "four", record)}
        assert may == {*WRITERS, *LEADERS}
        transaction.set_rollback(True)


# --- what is offered ------------------------------------------------------------------------------------------------


def _four(world: World, state: str) -> None:
    """Half of the records go through four reviews, so that both ways are offered."""
    record = Record.objects.get(pk=world.records[state].pk)
    if states.allows("four", record.state):
        actions.demand_four(record=record, by=world.people["drafter"])


@pytest.mark.parametrize("four", [False, True])
@pytest.mark.parametrize("state", [*Record.State.values, "withheld", "part", "emergency", "scheduled"])
def test_whatever_is_offered_can_be_done(world: World, state: str, four: bool) -> None:
    """A link of the next acts never leads to “not yours” or “not now”."""
    with transaction.atomic():
        if four:
            _four(world, state)
        record = Record.objects.select_related("agency", "item").get(pk=world.records[state].pk)
        for who, person in world.people.items():
            if not policy.visible_to(person).filter(pk=record.pk).exists():
                continue
            offered = [one for one in possible.acts(record, person) if one["allowed"] and one.get("method") != "post"]
            for one in offered:
                answer = world.clients[who].get(one["url"])
                assert answer.status_code in (200, 302), (who, one["label"], answer.status_code)
        transaction.set_rollback(True)


@pytest.mark.parametrize("state", ["in_review", "withheld", "part", "draft"])
def test_nobody_is_offered_what_others_do(world: World, state: str) -> None:
    """The secretariat signs, and does nothing else with a record."""
    record = Record.objects.select_related("agency", "item").get(pk=world.records[state].pk)
    offered = {one["label"] for one in possible.acts(record, world.people["secretariat"]) if one["allowed"]}
    assert not offered & {"撤回送审", "制作公开部分", "再除去内容", "要求四审四校", "改为三审三校", "修改"}, offered

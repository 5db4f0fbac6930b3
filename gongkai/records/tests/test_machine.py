"""Whatever people do in whatever order: what the site serves is, byte for byte, what every signer of its plan saw.

The model keeps its own copy of each record, made only of what was typed into it, and what that copy was when each step
was signed. It is made of no hash and no version: title, text, number, date and files are compared as they come out of
the public addresses in every form. Beside it stand the hashes of the complete review: they are made again from what
is served. `GONGKAI_MACHINE=200` runs that many examples in place of the few of an ordinary test run.
"""

import copy
import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gongkai import testing
from gongkai.files import actions as file_actions
from gongkai.files.models import File, PublicCopy
from gongkai.operate.proofs import report
from gongkai.organisations.queries import today
from gongkai.records import actions
from gongkai.records.actions import scheduling
from gongkai.records.models import Publication, Record
from gongkai.records.tests.served import FORMS, Copy, Public
from gongkai.refusals import Refusal
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review.models import Review

EXAMPLES = int(os.environ.get("GONGKAI_MACHINE", "12"))
STEPS = 45 if EXAMPLES >= 50 else 28
WORDS = st.sampled_from(["预算", "绩效", "采购", "资产", "债务", "税收"])
WHICH = st.integers(0, 1)
LIVE, GONE, NEVER = "live", "gone", "never"


@dataclass
class Model:
    """One record as the people know it."""

    pk: int
    now: Copy = field(default_factory=Copy)
    signed: dict[str, Copy] = field(default_factory=dict)
    approved: Copy | None = None
    public: Copy | None = None
    fate: str = NEVER
    turn: int = 0  # which form is looked at next while nothing changes
    looked: tuple[str, Copy | None] = (NEVER, None)


class Office(RuleBasedStateMachine):
    """Two records of one department, everybody who may act on them, and the public."""

    steps = 0
    replaced = 0
    compared: Counter[str] = Counter()

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.county = testing._restore()
        self.public = Public(Office.compared)
        self.client = self.public.client
        self.records = [self._draft(), self._draft()]
        self.serial = 0
        # One record begins with a corrected text in public: which acts are drawn then is left to chance, but that a
        # later version replaced an earlier one is not.
        self.out_it_goes(0)
        self.put_right(0, False, "预算")
        assert self.records[0].fate == LIVE and Office.replaced > 0

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def _draft(self) -> Model:
        one = Copy()
        changes = {"title": one.title, "html": f"<p>{one.text}</p>", "date_made": one.made}
        made = actions.create(
            agency=self.county.department, by=self.county["drafter"], item=self.county.item, changes=changes
        )
        made = actions.determine_attribute(record=made, by=self.county["drafter"], attribute="proactive")
        return Model(made.pk)

    def _do(self, act: Callable[..., Any], **kwargs: Any) -> Any:
        """The act, or None where it was refused. A refusal leaves everything as it was."""
        try:
            with transaction.atomic():
                return act(**kwargs) or True
        except Refusal:
            return None

    def _record(self, one: Model) -> Record:
        return Record.objects.get(pk=one.pk)

    def _review(self, one: Model) -> Review | None:
        return review_queries.live("record", str(one.pk), "publication")

    def _note(self, one: Model) -> None:
        """After every act: has the review just become complete over what stands there now?"""
        Office.steps += 1
        record = self._record(one)
        if record.state in ("approved", "issued", "correction_approved"):
            review = self._review(one)
            assert review is not None and review.state == Review.State.APPROVED
            for step in review.steps:
                seen = one.signed.get(step["name"])
                assert seen is not None, f"nobody signed {step['name']}"
                for part in step["sees"]:
                    assert seen.part(part) == one.now.part(part), f"{step['name']} saw another {part}"
            one.approved = replace(copy.deepcopy(one.now), hashes=review.parts)

    # --- what people do ------------------------------------------------------------------------------------------

    @rule(which=WHICH, title=st.booleans(), word=WORDS)
    def edit(self, which: int, title: bool, word: str) -> None:
        one = self.records[which]
        self.serial += 1
        said = f"关于{word}工作的第{self.serial}次通知" if title else f"请做好{word}工作之{self.serial}。"
        changes = {"title": said} if title else {"html": f"<p>{said}</p>"}
        record = self._record(one)
        if self._do(actions.edit, record=record, by=self.county["drafter"], revision=record.revision, changes=changes):
            one.now = copy.copy(one.now)
            setattr(one.now, "title" if title else "text", said)
        self._note(one)

    @rule(which=WHICH, day=st.integers(1, 28))
    def date(self, which: int, day: int) -> None:
        """The header says another day; no word of the text changes."""
        one = self.records[which]
        made = f"2026-05-{day:02d}"
        record = self._record(one)
        changes = {"date_made": made}
        if self._do(actions.edit, record=record, by=self.county["drafter"], revision=record.revision, changes=changes):
            one.now = replace(one.now, made=made)
        self._note(one)

    @rule(which=WHICH, word=WORDS)
    def attach(self, which: int, word: str) -> None:
        one = self.records[which]
        self.serial += 1
        data = f"{word}表{self.serial}".encode()
        file = file_actions.store(data, f"附件{self.serial}.txt", None)
        if self._do(actions.attach, record=self._record(one), by=self.county["drafter"], file=file):
            one.now = copy.copy(one.now)
            one.now.files = {**one.now.files, file.name: data}
        self._note(one)

    @rule(which=WHICH)
    def detach(self, which: int) -> None:
        one = self.records[which]
        found = self._record(one).attachments.order_by("order").first()
        if found is not None and self._do(actions.detach, attachment=found, by=self.county["drafter"]):
            one.now = copy.copy(one.now)
            one.now.files = {name: data for name, data in one.now.files.items() if name != found.name}
        self._note(one)

    @rule(which=WHICH, attribute=st.sampled_from(["proactive", "proactive", "on_request"]))
    def attribute(self, which: int, attribute: str) -> None:
        one = self.records[which]
        reason = "" if attribute == "proactive" else "只涉及个别单位"
        if self._do(
            actions.determine_attribute, record=self._record(one), by=self.county["drafter"], attribute=attribute,
            reason=reason,
        ):  # fmt: skip
            one.now = copy.copy(one.now)
            one.now.attribute = attribute
        self._note(one)

    @rule(which=WHICH)
    def submit(self, which: int) -> None:
        one = self.records[which]
        if self._do(actions.submit, record=self._record(one), by=self.county["drafter"]):
            one.signed = {}
        self._note(one)

    @rule(which=WHICH, times=st.integers(1, 5))
    def sign(self, which: int, times: int) -> None:
        one = self.records[which]
        for _ in range(times):
            review = self._review(one)
            step = review_queries.open_step(review) if review and review.state == Review.State.OPEN else None
            if review is None or step is None:
                break
            person = review_queries.signers(review, step).first()
            form = {"conclusion": "public", "basis": "不涉及国家秘密", "marked": True} if step.form else {}
            if self._do(review_actions.sign, review=review, by=person, seen=review.parts, form=form):
                one.signed[step.name] = copy.deepcopy(one.now)
            self._note(one)

    @rule(which=WHICH)
    def sign_unseen(self, which: int) -> None:
        """Somebody signs a page that he opened before the last change."""
        one = self.records[which]
        review = self._review(one)
        step = review_queries.open_step(review) if review and review.state == Review.State.OPEN else None
        if review is None or step is None:
            return
        stale = dict.fromkeys(review.parts, "0" * 64)
        person = review_queries.signers(review, step).first()
        form = {"conclusion": "public", "basis": "不涉及国家秘密", "marked": True} if step.form else {}
        assert self._do(review_actions.sign, review=review, by=person, seen=stale, form=form) is None
        self._note(one)

    @rule(which=WHICH)
    def send_back(self, which: int) -> None:
        one = self.records[which]
        review = self._review(one)
        step = review_queries.open_step(review) if review and review.state == Review.State.OPEN else None
        if review is not None and step is not None:
            person = review_queries.signers(review, step).first()
            self._do(review_actions.return_, review=review, by=person, reason="请核对数字")
        self._note(one)

    @rule(which=WHICH)
    def recall(self, which: int) -> None:
        one = self.records[which]
        review = self._review(one)
        if review is not None and review.state == Review.State.OPEN:
            self._do(review_actions.cancel, review=review, by=self.county["drafter"], reason="先不送")
        self._note(one)

    @rule(which=WHICH)
    def issue(self, which: int) -> None:
        one = self.records[which]
        self.serial += 1
        number = f"示财〔{today().year}〕{self.serial}号"
        if self._do(
            actions.issue, record=self._record(one), by=self.county["disclosure_officer"], number=number,
            issued_on=today(),
        ):  # fmt: skip
            one.now = replace(one.now, number=number)
        self._note(one)

    @rule(which=WHICH)
    def publish(self, which: int) -> None:
        one = self.records[which]
        done = self._do(
            actions.publish, record=self._record(one), by=self.county["disclosure_officer"], note="更正了有关内容"
        )
        self._went_public([one] if done else [])
        self._note(one)

    def _went_public(self, these: list[Model]) -> None:
        for one in these:
            assert one.approved is not None, "published without an approval"
            Office.replaced += one.public is not None
            one.public, one.fate = copy.deepcopy(one.approved), LIVE

    @rule(which=WHICH)
    def correct(self, which: int) -> None:
        one = self.records[which]
        self._do(actions.correct, record=self._record(one), by=self.county["drafter"], reason="第一条有误")
        self._note(one)

    @rule(which=WHICH)
    def drop_correction(self, which: int) -> None:
        one = self.records[which]
        if self._do(actions.drop_correction, record=self._record(one), by=self.county["drafter"]):
            assert one.public is not None
            one.now = copy.deepcopy(one.public)
        self._note(one)

    @rule(which=WHICH)
    def revise(self, which: int) -> None:
        one = self.records[which]
        self._do(actions.revise, record=self._record(one), by=self.county["disclosure_officer"], reason="内容需要修改")
        self._note(one)

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        one = self.records[which]
        if self._do(
            actions.withdraw, record=self._record(one), by=self.county["disclosure_officer"], reason="内容有误，撤下"
        ):
            one.public, one.fate = None, GONE
        self._note(one)

    @rule(which=WHICH, hours=st.integers(1, 48))
    def schedule(self, which: int, hours: int) -> None:
        one = self.records[which]
        moment = timezone.now() + dt.timedelta(hours=hours)
        self._do(scheduling.schedule, record=self._record(one), by=self.county["disclosure_officer"], publish_at=moment)
        self._note(one)

    @rule(which=WHICH)
    def unschedule(self, which: int) -> None:
        one = self.records[which]
        self._do(scheduling.unschedule, record=self._record(one), by=self.county["disclosure_officer"])
        self._note(one)

    @rule(hours=st.integers(0, 72))
    def time_passes(self, hours: int) -> None:
        done = scheduling.publish_due(timezone.now() + dt.timedelta(hours=hours))
        out = {publication.record_id for publication in done}
        self._went_public([one for one in self.records if one.pk in out])
        for one in self.records:
            self._note(one)

    @rule(which=WHICH, out=st.booleans())
    def all_the_way(self, which: int, out: bool) -> None:
        """What mostly happens: handed in, signed by all, issued, and often published at once."""
        self.submit(which)
        self.sign(which, 5)
        self.issue(which)
        if out:
            self.publish(which)

    @rule(which=WHICH)
    def out_it_goes(self, which: int) -> None:
        """The whole way into public, so that most runs have something to serve."""
        self.all_the_way(which, True)

    @rule(which=WHICH, title=st.booleans(), word=WORDS)
    def put_right(self, which: int, title: bool, word: str) -> None:
        """A correction as it mostly goes, so that later versions replace earlier ones."""
        self.correct(which)
        self.edit(which, title, word)
        self.all_the_way(which, True)

    # --- what the public gets ------------------------------------------------------------------------------------

    @invariant()
    def the_site_serves_what_was_approved(self) -> None:
        for one in getattr(self, "records", []):
            for form in self._forms(one):
                if one.public is None:
                    self.public.sees_nothing(one.pk, form, 410 if one.fate == GONE else 404)
                else:
                    self.public.sees(one.pk, form, one.public)

    def _forms(self, one: Model) -> list[str]:
        """The page always; every other form after each change of what is public, else one of them in turn."""
        others = [form for form in FORMS if form != "page"]
        now = (one.fate, one.public)
        if one.looked != now:
            one.looked = copy.deepcopy(now)
            return ["page", *others]
        one.turn += 1
        return ["page", others[one.turn % len(others)]]

    @invariant()
    def the_live_version_has_the_approved_hashes(self) -> None:
        live = Publication.objects.filter(superseded_at=None, withdrawn_at=None).select_related("version")
        parts = {publication.record_id: publication.version.parts for publication in live}
        records = getattr(self, "records", [])
        assert parts == {one.pk: one.public.hashes for one in records if one.public is not None}

    @invariant()
    def the_public_files_are_those_approved(self) -> None:
        public = [one.public for one in getattr(self, "records", []) if one.public is not None]
        expected = {(name, data) for one in public for name, data in one.files.items()}
        assert set(self._public_files()) == expected

    def _public_files(self) -> Iterator[tuple[str, bytes]]:
        for row in PublicCopy.objects.select_related("file"):
            answer = self.client.get(file_actions.address(File.objects.get(pk=row.file_id), row.name))
            assert answer.status_code == 200
            yield row.name, b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.requirement("HY-SEC-02")
def test_served_bytes_are_the_approved_ones_always(db: None) -> None:
    Office.steps = Office.replaced = 0
    Office.compared.clear()
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=EXAMPLES < 50,
            suppress_health_check=list(HealthCheck),
        ),
    )
    figures = {"acts": Office.steps, "replaced": Office.replaced, "pages_compared": dict(Office.compared)}
    report("state_machine", examples=EXAMPLES, **figures)
    assert Office.replaced >= EXAMPLES, "hardly any text was replaced by a corrected one"
    assert min(Office.compared[form] for form in FORMS) > EXAMPLES * 2, (
        "hardly anything went public: the machine proves nothing"
    )

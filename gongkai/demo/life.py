"""What becomes of a paper: the acts of the people whose turn it is, each on the day on which it would have happened.

Every life is a generator that says when its next act is due; `run` lets the acts of all of them happen in one order.
"""

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import calendars
from gongkai.catalogue import queries as catalogue
from gongkai.catalogue.models import Catalogue, Item
from gongkai.demo import attachments, special
from gongkai.demo.county import County
from gongkai.demo.writing import Paper
from gongkai.inquiries import actions as inquiry_actions
from gongkai.records import actions, naming, plans, sensitivity, starting
from gongkai.records.actions.relating import Claim
from gongkai.records.models import Genre, Publication, Record
from gongkai.review import actions as review_actions
from gongkai.review.models import Review

OPINIONS = {
    "section_head": ("内容准确，数据已与科室台账核对。", "初校无误，同意送审。", "格式和文字已校对。"),
    "disclosure_officer": ("要素齐全，同意公开。", "公开属性和公开事项选择正确。", "已与目录核对，同意。"),
    "secrecy_reviewer": ("未发现不得公开的内容。", "不涉及国家秘密和工作秘密。"),
    "leader_in_charge": ("同意。", "同意公开。", "同意，请按时发布。"),
    "principal": ("同意发布。",),
}
BASIS = "对照定密事项范围逐项核对，不涉及国家秘密、工作秘密和内部敏感信息"
BEFORE = 5  # working days from draft to issue
CORRECTED = 15  # working days from draft to the correction
BATCH = 100  # acts of one transaction
Steps = Generator[dt.datetime, None, Record]


@dataclass
class Life:
    """Carries papers through their acts; `now` is the present, beyond which nothing happens."""

    county: County
    catalogue: Catalogue
    now: dt.datetime
    serials: Counter[tuple[str, int]] = field(default_factory=Counter)
    signed: int = 0
    taken_down: list[Publication] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.calendar = calendars.current()
        self.items: dict[int, Item] = {item.number: item for item in self.catalogue.items.all()}

    def run(self, lives: list[Steps], say: Callable[[int], None]) -> None:
        """Live all lives, act by act in the order of time; `say` hears how many lives are left."""
        waiting: list[tuple[dt.datetime, int, Steps]] = []
        for number, life in enumerate(lives):
            heapq.heappush(waiting, (next(life), number, life))
        while waiting:
            say(len(waiting))
            with transaction.atomic():
                for _ in range(min(BATCH, len(waiting))):
                    moment, number, life = heapq.heappop(waiting)
                    due = next(life, None)
                    if due is not None:
                        heapq.heappush(waiting, (max(due, moment), number, life))

    def live(self, paper: Paper) -> Steps:
        """One paper's life, as far as its fate says or the present lets it."""
        record = yield from self._draft(paper)
        return (yield from self.fate(paper.fate, paper, record))

    def fate(self, name: str, paper: Paper, record: Record) -> Steps:
        """What becomes of the draft."""
        found = special.FATES.get(name)
        steps: Steps = found(self, paper, record) if found else getattr(self, f"_{name}")(paper, record)
        return steps

    def at(self, day: dt.date, working_days: int, hour: int, minute: int = 0) -> dt.datetime:
        """A time of an office day, so many working days after (or before) `day`; never after the present."""
        step = 1 if working_days > 0 else -1
        left = abs(working_days)
        while left or not self.calendar.is_working_day(day):
            day += dt.timedelta(days=step)
            left -= bool(left) and self.calendar.is_working_day(day)
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))
        return min(moment, self.now)

    def day(self, paper: Paper, after: int, hour: int, minute: int = 0) -> dt.datetime:
        """So many working days after drafting. A document is made on the day of its issue, other information before."""
        documented = paper.genre not in (Genre.INFORMATION, Genre.REGULATION)
        return self.at(paper.made, after - (BEFORE if documented else 0), hour, minute)

    def person(self, paper: Paper, role: str) -> Any:
        """Who acts for the paper's agency."""
        return self.county.person(paper.slug, role)

    def number(self, paper: Paper, year: int) -> str:
        """The agency's next number of a year."""
        self.serials[paper.slug, year] += 1
        return f"{self.county.agencies[paper.slug].dispatch_word}〔{year}〕{self.serials[paper.slug, year]}号"

    def changes(self, paper: Paper) -> dict[str, Any]:
        """The working copy's fields."""
        changes: dict[str, Any] = {"title": paper.title, "html": paper.html, "date_made": paper.made}
        changes |= {"effective_on": paper.effective_on, "expires_on": paper.expires_on}
        if paper.sensitive:
            options = plans.options("review.head_signature", self.county.agencies["xfb"].place)
            changes["sensitive_kind"] = next(str(one["code"]) for one in options if one["label"] == "统计信息")
        elif sensitivity.suggestion_for(
            paper.title, self.items[paper.item].path, self.county.agencies[paper.slug].place
        ):
            changes["sensitive_kind"] = plans.NOT_SENSITIVE  # a word asks, the clerk answers no
        return changes | self._starts(paper)

    def _starts(self, paper: Paper) -> dict[str, Any]:
        """What the limit hangs on: the kind of information, and the event, which was the day before the draft."""
        made = Record(
            agency=self.county.agencies[paper.slug],
            item=self.items[paper.item],
            genre=paper.genre,
            normative=paper.normative,
            attribute=paper.facts.get("attribute", Record.Attribute.PROACTIVE),
            content={"date_made": paper.made.isoformat()},
            created_at=self.now,
        )
        found: dict[str, Any] = {}
        if starting.kinds(made):
            found["subject"] = paper.subject or catalogue.OTHER
            made.content |= found
        if event := starting.event_of(made):
            day = timezone.localdate(self.day(paper, 0, 9)) - dt.timedelta(days=1)
            found |= {"started_by": event, "started_on": day}
        return found

    # --- steps ------------------------------------------------------------------------------------------

    def _draft(self, paper: Paper) -> Steps:
        drafter = self.person(paper, "drafter")
        at = self.day(paper, 0, 9, 10)
        yield at
        record = actions.create(
            agency=self.county.agencies[paper.slug],
            by=drafter,
            changes=self.changes(paper),
            genre=paper.genre,
            normative=paper.normative,
            item=self.items[paper.item],
            at=at,
        )
        if paper.documents:
            record = self._documents(paper, record, at)
        if paper.attachment:
            at = self.day(paper, 0, 9, 25)
            yield at
            actions.attach(record=record, by=drafter, file=attachments.stored(paper, drafter), at=at)
        return record

    def _documents(self, paper: Paper, record: Record, at: dt.datetime) -> Record:
        """Who issued it too, and what it does to documents that are public by then."""
        drafter = self.person(paper, "drafter")
        joint = [self.county.agencies[slug] for slug in paper.documents.get("joint", ())]
        record = actions.set_joint(record=record, by=drafter, revision=record.revision, agencies=joint, at=at)
        claims = []
        for kind, title in paper.documents.get("relations", ()):
            target = naming.cause(title)
            claims.append(Claim(kind, target, "" if target else title))
        return actions.set_relations(record=record, by=drafter, revision=record.revision, claims=claims, at=at)

    def _consents(self, paper: Paper, record: Record) -> Generator[dt.datetime, None, None]:
        """The other makers are asked, and agree in writing."""
        drafter, at = self.person(paper, "drafter"), self.day(paper, 0, 9, 50)
        for one in record.joint.all():
            yield at
            asked = inquiry_actions.ask(
                subject=record, by=drafter, name=one.name, question="联合印发的文件是否同意公开", at=at,
                due_on=timezone.localdate(at) + dt.timedelta(days=7),
            )  # fmt: skip
            inquiry_actions.enter_answer(
                inquiry=asked, by=drafter, agree=True, letter_number="会签单", letter_on=timezone.localdate(at), at=at
            )

    def attribute(self, paper: Paper, record: Record) -> Steps:
        facts = {name: paper.facts[name] for name in ("attribute", "ground", "reason") if name in paper.facts}
        at = self.day(paper, 0, 9, 40)
        yield at
        values: dict[str, Any] = {"attribute": "proactive"} | facts
        return actions.determine_attribute(record=record, by=self.person(paper, "drafter"), at=at, **values)

    def _submit(self, paper: Paper, record: Record, after: int = 0) -> Generator[dt.datetime, None, Review]:
        if not record.attribute:
            record = yield from self.attribute(paper, record)
        yield from self._consents(paper, record)
        at = self.day(paper, after, 10, 20)
        yield at
        review: Review = actions.submit(record=record, by=self.person(paper, "drafter"), at=at)
        return review

    def sign(
        self, paper: Paper, review: Review, steps: int = 99, after: int = 0, today: bool = False
    ) -> Generator[dt.datetime, None, None]:
        """Let the holders of the posts sign, one a day; or `today` those who sign before an emergency goes out."""
        for number, step in enumerate(review.steps[:steps], start=1):
            if today and step.get("later"):
                return
            at = self.now if today else self.day(paper, after + number, 9 + number, 15)
            yield at
            said = OPINIONS.get(step["post"], ("同意。",))
            self.signed += 1
            review_actions.sign(
                review=review,
                by=self._signer(paper, step),
                seen=review.parts,
                opinion=said[self.signed % len(said)],
                form={"conclusion": "public", "basis": BASIS, "marked": True} if step.get("form") else {},
                at=at,
            )

    def _signer(self, paper: Paper, step: dict[str, Any]) -> Any:
        return self.county.person("xfb" if step.get("agency") else paper.slug, step["post"])

    # --- fates ------------------------------------------------------------------------------------------

    def _drafting(self, paper: Paper, record: Record) -> Steps:
        yield from ()
        return record

    def _attributed(self, paper: Paper, record: Record) -> Steps:
        return (yield from self.attribute(paper, record))

    def _approved(self, paper: Paper, record: Record) -> Steps:
        review = yield from self._submit(paper, record)
        yield from self.sign(paper, review)
        return record

    def _issued(self, paper: Paper, record: Record) -> Steps:
        """Approved and, being a document, issued with the agency's next number."""
        yield from self._approved(paper, record)
        if record.is_document:
            at = self.at(paper.made, 0, 16)
            yield at
            number = self.number(paper, paper.made.year)
            officer = self.person(paper, "disclosure_officer")
            record = actions.issue(record=record, by=officer, number=number, issued_on=paper.made, at=at)
        return record

    def _published(self, paper: Paper, record: Record) -> Steps:
        record = yield from self._issued(paper, record)
        after = BEFORE + (1 if record.is_document else 2) + len(paper.title) % 4 + int(paper.facts.get("late", 0))
        at = self.day(paper, after, 10, len(paper.title) % 60)
        if at < self.now:
            yield at
            actions.publish(record=record, by=self.person(paper, "disclosure_officer"), at=at)
        return Record.objects.get(pk=record.pk)

    def _scheduled(self, paper: Paper, record: Record) -> Steps:
        """Issued, and to go public by itself on the next office morning but one."""
        record = yield from self._issued(paper, record)
        officer = self.person(paper, "disclosure_officer")
        yield self.now
        later = self.now + dt.timedelta(days=2)
        moment = timezone.localtime(later).replace(hour=9, minute=0, second=0, microsecond=0)
        return actions.schedule(record=Record.objects.get(pk=record.pk), by=officer, publish_at=moment, at=self.now)

    def _in_review(self, paper: Paper, record: Record) -> Steps:
        """Waits at the step after those that signed."""
        review = yield from self._submit(paper, record)
        yield from self.sign(paper, review, steps=int(paper.facts["signed"]))
        return record

    def _returned(self, paper: Paper, record: Record) -> Steps:
        review = yield from self._submit(paper, record)
        signed = int(paper.facts["signed"])
        yield from self.sign(paper, review, steps=signed)
        at = self.day(paper, signed + 2, 14)
        yield at
        by = self._signer(paper, review.steps[signed])
        review_actions.return_(review=review, by=by, reason=paper.facts["why"], at=at)
        return record

    def _abandoned(self, paper: Paper, record: Record) -> Steps:
        at = self.day(paper, 2, 9)
        yield at
        actions.abandon(record=record, by=self.person(paper, "drafter"), reason=paper.facts["why"], at=at)
        return record

    def _correcting(self, paper: Paper, record: Record) -> Steps:
        """A correction is being drafted; what is public stays as it is."""
        record = yield from self._published(paper, record)
        drafter = self.person(paper, "drafter")
        at = self.day(paper, CORRECTED, 9)
        yield at
        record = actions.correct(record=record, by=drafter, reason=paper.facts["why"], at=at)
        old, new = paper.facts["replace"]
        changes = {"html": record.content["html"].replace(old, new)}
        at = self.day(paper, CORRECTED, 9, 30)
        yield at
        return actions.edit(record=record, by=drafter, revision=record.revision, changes=changes, at=at)

    def _correction_in_review(self, paper: Paper, record: Record) -> Steps:
        record = yield from self._correcting(paper, record)
        review = yield from self._submit(paper, record, after=CORRECTED)
        yield from self.sign(paper, review, steps=2, after=CORRECTED)
        return record

    def _corrected(self, paper: Paper, record: Record) -> Steps:
        record = yield from self._correcting(paper, record)
        review = yield from self._submit(paper, record, after=CORRECTED)
        yield from self.sign(paper, review, after=CORRECTED)
        at = self.day(paper, CORRECTED + 6, 9)
        yield at
        actions.publish(record=record, by=self.person(paper, "disclosure_officer"), note=paper.facts["note"], at=at)
        return record

    def _withdrawn(self, paper: Paper, record: Record) -> Steps:
        record = yield from self._published(paper, record)
        at = self.day(paper, 20, 11)
        yield at
        officer = self.person(paper, "disclosure_officer")
        self.taken_down.append(actions.withdraw(record=record, by=officer, reason=paper.facts["why"], at=at))
        return record

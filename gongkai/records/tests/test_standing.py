"""Validity: the fold, the timeline, the mark in every list, the end of a term."""

import datetime as dt
import random
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gongkai import search, worklist
from gongkai.organisations.queries import today
from gongkai.records import actions, expiring, listing, queries, standing, timeline
from gongkai.records.models import Publication, Record, ValidityChange
from gongkai.records.tests.documents import corrected, fresh, public
from gongkai.records.tests.test_actions import refused
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County, approved

DAYS = [dt.date(2026, 1, day) for day in range(1, 29)]
day = st.sampled_from(DAYS)
said = st.sampled_from(["in_force", "amended", "expired", "repealed"])
step = st.tuples(day, said, st.none() | day, st.none()) | st.tuples(
    day, said | st.just(""), st.none(), st.sampled_from([101, 102])
)
DAY = dt.timedelta(days=1)


def replayed(steps: list[Any], effective: Any, expires: Any, on: dt.date, rated: bool) -> str:
    """The same question answered the slow way: day after day, step after step, as they took effect."""
    # A document's later word replaces its earlier one; "" takes it back.
    held = [
        one for number, one in enumerate(steps) if one[3] is None or all(x[3] != one[3] for x in steps[number + 1 :])
    ]
    steps = [one for one in held if one[1]]
    if not steps and not rated:
        return ""
    said, end = "", expires
    for now in DAYS:
        if now > on:
            break
        for at, validity, until, _ in steps:
            if at == now:
                said, end = validity, until or end
    if said in ("repealed", "expired"):
        return said
    if effective and effective > on:
        return "not_yet"
    if end and end <= on:
        return "expired"
    return "amended" if said == "amended" else "in_force"


@given(st.lists(step, max_size=6), st.none() | day, st.none() | day, day, st.booleans())
def test_validity_is_the_fold_over_the_steps(
    steps: list[Any], effective: Any, expires: Any, on: dt.date, rated: bool
) -> None:
    changes = [
        ValidityChange(pk=number, on=at, validity=validity, until=until, by_record_id=source)
        for number, (at, validity, until, source) in enumerate(steps, start=1)
    ]
    header = {
        "effective_on": effective.isoformat() if effective else "",
        "expires_on": expires.isoformat() if expires else "",
    }
    held = standing.fold(reversed(changes), header, on, rated=rated)
    assert held.validity == replayed(steps, effective, expires, on, rated)
    assert held.change is None or held.change in changes


@pytest.mark.django_db
class TestSteps:
    def test_a_step_is_written_by_every_act_and_never_changed(self, county: County) -> None:
        record = public(county, "示财〔2026〕1号")
        officer = county["disclosure_officer"]
        actions.set_validity(record=record, by=officer, validity="amended", on=today(), note="示财〔2026〕8号")
        one = ValidityChange.objects.get()
        for change in (lambda: ValidityChange.objects.update(validity="in_force"), one.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_what_is_recorded_late_takes_its_place_in_time(self, county: County) -> None:
        record = public(county, "示财〔2026〕1号")
        officer = county["disclosure_officer"]
        later, earlier = today() - 10 * DAY, today() - 20 * DAY
        actions.set_validity(record=record, by=officer, validity="repealed", on=later, note="乙文件")
        actions.set_validity(record=record, by=officer, validity="amended", on=earlier, note="甲文件")
        assert [queries.validity(record, at) for at in (earlier - DAY, earlier, later)] == [
            "in_force", "amended", "repealed",
        ]  # fmt: skip
        assert fresh(record).validity == "repealed"  # the last word in time

    def test_refusals(self, county: County) -> None:
        record = public(county, "示财〔2026〕1号")
        common: dict[str, Any] = {"record": record, "by": county["disclosure_officer"], "on": today()}
        refused(NotLawful, "records.validity", actions.set_validity, validity="not_yet", **common)
        refused(NotLawful, "records.validity_note", actions.set_validity, validity="repealed", **common)
        refused(
            NotLawful, "records.validity_itself", actions.set_validity, validity="repealed", by_record=record, **common
        )

    def test_what_was_taken_over_begins_its_timeline(self, county: County) -> None:
        from gongkai import ledger

        record = actions.take_over(
            agency=county.department, by=ledger.SYSTEM, key="a" * 64, origin="旧网站", normative=True,
            changes={"title": "旧办法", "html": "<p>文</p>", "joint_issuers": "县民政局"}, validity="repealed",
        )  # fmt: skip
        assert record is not None and queries.validity(record) == "repealed"
        assert ValidityChange.objects.get(record=record).validity == "repealed"
        assert record.joint.get().agency == county.other


@pytest.mark.django_db
class TestPublicPages:
    @pytest.fixture
    def scheduled(self, county: County) -> Record:
        """Repealed from tomorrow on."""
        record = public(county, "示财〔2026〕1号", normative=True, effective_on="2026-07-01", expires_on="2031-06-30")
        actions.set_validity(
            record=record,
            by=county["disclosure_officer"],
            validity="repealed",
            on=today() + DAY,
            note="示财〔2026〕8号",
        )
        return fresh(record)

    def test_a_repeal_to_come_shows_itself_on_its_day(
        self, client: Client, scheduled: Record, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        addresses = (f"/records/{scheduled.pk}/", "/list/")
        for address in addresses:
            html = client.get(address).content.decode()
            assert "已废止" not in html, address
        assert "（尚未到期）" in client.get(addresses[0]).content.decode()
        monkeypatch.setattr("gongkai.portal.reading.today", lambda: today() + DAY)
        for address in addresses:
            assert "已废止" in client.get(address).content.decode(), address

    @pytest.mark.requirement("SX-CAT-10b")
    def test_lists_and_search_say_it(self, client: Client, county: County) -> None:
        record = public(county, "示财〔2026〕1号", "示范县财政局关于旧资产办法的通知", normative=True)
        actions.set_validity(
            record=record, by=county["disclosure_officer"], validity="repealed", on=today(), note="示财〔2026〕8号"
        )
        search.index_now([f"record:{record.pk}"])
        for address in ("/list/", f"/agencies/{record.agency_id}/", "/normative/list/", "/search/?q=旧资产办法"):
            html = client.get(address).content.decode()
            assert record.title in html.replace("<mark>", "").replace("</mark>", "") and "已废止" in html, address

    def test_the_timeline_tells_every_day(self, client: Client, county: County, scheduled: Record) -> None:
        publication = queries.publication_of(scheduled)
        assert publication is not None
        steps = timeline.of(publication, today())
        words = [(one.on.isoformat(), one.words, one.to_come) for one in steps]
        assert words[:2] == [("2026-06-01", "成文", False), ("2026-07-01", "施行", False)]
        assert words[-1] == ((today() + DAY).isoformat(), "废止", True)
        assert not any("有效期届满" in one for _, one, _ in words)  # it ends sooner
        html = client.get(f"/records/{scheduled.pk}/").content.decode()
        assert "效力沿革" in html and "施行" in html
        officer = Client()
        officer.force_login(county["disclosure_officer"])
        assert "效力沿革" in officer.get(f"/desk/records/{scheduled.pk}/").content.decode()

    def test_a_plain_notice_has_no_timeline(self, client: Client, county: County) -> None:
        html = client.get(f"/records/{public(county, '示财〔2026〕1号').pk}/").content.decode()
        assert "效力沿革" not in html and "各次公开" not in html

    def test_lists_cost_the_same_for_one_and_for_many(
        self, client: Client, county: County, django_assert_max_num_queries: Any
    ) -> None:
        old = public(county, "示财〔2026〕1号")
        actions.set_validity(
            record=old, by=county["disclosure_officer"], validity="repealed", on=today(), note="示财〔2026〕8号"
        )
        for number in range(2, 5):
            public(county, f"示财〔2026〕{number}号", joint=[county.other])
        client.get("/list/")
        with django_assert_max_num_queries(12):
            client.get("/list/")
        client.get(f"/records/{old.pk}/")
        with django_assert_max_num_queries(16):
            client.get(f"/records/{old.pk}/")


@pytest.mark.django_db
class TestCorrections:
    def test_each_text_is_told_with_its_note(self, client: Client, county: County) -> None:
        record = public(county, "示财〔2026〕1号")
        first = Publication.objects.get(record=record)
        record = corrected(county, record, note="第一条的金额更正。", html="<p>第一稿更正</p>")
        record = corrected(county, record, note="附表的合计更正。", html="<p>第二稿更正</p>")
        html = client.get(f"/records/{record.pk}/").content.decode()
        assert "各次公开" in html and html.index("附表的合计更正。") < html.rindex("第一条的金额更正。")
        assert "第二稿更正" in html and "第一稿更正" not in html and "首次公开" in html
        assert "更正于" in client.get("/list/").content.decode()
        feed = client.get("/feed.xml").content.decode()
        live = Publication.objects.get(record=record, superseded_at=None)
        for moment in (live.published_at, first.first_published_at):
            assert moment.isoformat()[:19] in feed

    def test_staff_sees_what_changed(self, county: County) -> None:
        record = corrected(county, public(county, "示财〔2026〕1号"), html="<p>更正后的正文</p>")
        officer = Client()
        officer.force_login(county["disclosure_officer"])
        html = officer.get(f"/desk/records/{record.pk}/versions/2/").content.decode()
        assert "与第 1 版的不同" in html and "更正后的正文" in html


@pytest.mark.django_db
class TestTerms:
    @pytest.fixture
    def ending(self, county: County) -> Record:
        """Its term ends in a month."""
        end = today() + dt.timedelta(days=30)
        return public(county, "示财〔2026〕1号", normative=True, expires_on=end.isoformat())

    def item(self, person: Any) -> list[Any]:
        return [one for one in worklist.for_person(person) if one.act.startswith("评估")]

    def test_the_agency_is_warned_and_the_list_finds_it(self, client: Client, county: County, ending: Record) -> None:
        officer = county["disclosure_officer"]
        found = self.item(officer)
        assert [(one.title, one.due_on) for one in found] == [(ending.title, today() + dt.timedelta(days=30))]
        assert not self.item(county["other.disclosure_officer"]) and not self.item(county["drafter"])
        assert [one.pk for one in listing.find(officer, {"show": "expiring"})] == [ending.pk]
        assert f"有效期至 {found[0].due_on}" in client.get("/list/").content.decode()
        public(county, "示财〔2026〕2号", "另一办法", normative=True, expires_on="2036-01-01")
        assert len(self.item(officer)) == 1

    def test_the_rule_of_the_place_sets_the_time(self, ending: Record) -> None:
        publication = queries.publication_of(ending)
        assert publication is not None
        end = today() + dt.timedelta(days=30)
        assert expiring.soon(publication, today()) == end
        assert expiring.soon(publication, today() - dt.timedelta(days=200)) is None
        assert expiring.soon(publication, end) is None  # by then it has ended

    def test_renewal_is_a_step_and_leaves_the_text(self, client: Client, county: County, ending: Record) -> None:
        officer, until = county["disclosure_officer"], today() + dt.timedelta(days=900)
        decision = public(county, "示财〔2026〕2号", "关于延长有效期的决定")
        versions = ending.versions.count()
        actions.renew(
            record=ending,
            by=officer,
            until=until,
            reason="评估认为应当继续实行",
            note=decision.number,
            by_record=decision,
        )
        assert queries.validity(ending, until - DAY) == "in_force" and queries.validity(ending, until) == "expired"
        assert ending.versions.count() == versions and not self.item(officer)
        html = client.get(f"/records/{ending.pk}/").content.decode()
        assert f"{until}（已延长，文件原定 {today() + dt.timedelta(days=30)}）" in html
        assert f'<a href="/records/{decision.pk}/">关于延长有效期的决定</a>' in html

    def test_renewal_after_letting_it_expire(self, county: County, ending: Record) -> None:
        officer, end = county["disclosure_officer"], today() + dt.timedelta(days=30)
        actions.let_expire(record=ending, by=officer, reason="评估认为不再需要")
        assert not self.item(officer)
        assert queries.validity(ending) == "in_force" and queries.validity(ending, end) == "expired"
        until = end + dt.timedelta(days=365)
        actions.renew(record=fresh(ending), by=officer, until=until, reason="重新评估后延长", note="示财〔2026〕9号")
        assert queries.validity(ending, end) == "in_force" and queries.validity(ending, until) == "expired"

    def test_an_amended_document_stays_amended(self, county: County, ending: Record) -> None:
        officer, until = county["disclosure_officer"], today() + dt.timedelta(days=900)
        actions.set_validity(record=ending, by=officer, validity="amended", on=today() - DAY, note="示财〔2026〕8号")
        actions.renew(record=fresh(ending), by=officer, until=until, reason="继续实行有必要", note="示财〔2026〕9号")
        assert queries.validity(ending) == "amended" and queries.validity(ending, until - DAY) == "amended"

    def test_refusals(self, county: County, ending: Record) -> None:
        officer, until = county["disclosure_officer"], today() + dt.timedelta(days=900)
        good: dict[str, Any] = {
            "record": ending, "by": officer, "until": until, "reason": "评估认为应当继续", "note": "示财〔2026〕9号",
        }  # fmt: skip
        renew = actions.renew
        refused(NotYours, "records.renew", renew, **good | {"by": county["drafter"]})
        refused(NotLawful, "records.renew_day", renew, **good | {"until": today() + dt.timedelta(days=30)})
        refused(NotLawful, "records.renew_document", renew, **good | {"note": " "})
        refused(NotLawful, "records.reason", renew, **good | {"reason": "延"})
        refused(NotLawful, "records.reason", actions.let_expire, record=ending, by=officer, reason="")
        refused(NotNow, "records.state", renew, **good | {"record": approved(county)})
        plain = public(county, "示财〔2026〕3号")
        refused(NotLawful, "records.renew_no_term", renew, **good | {"record": plain})
        actions.set_validity(record=ending, by=officer, validity="repealed", on=today(), note="示财〔2026〕8号")
        refused(NotLawful, "records.renew_ended", renew, **good)
        refused(NotLawful, "records.renew_ended", actions.let_expire, record=ending, by=officer, reason="评估意见")


def test_the_database_says_of_many_what_the_fold_says_of_one(county: County) -> None:
    """Renewals, future repeals, steps taken back, several steps of one document: 60 rounds of chance over 5 records."""
    records = [public(county, f"示财〔2026〕{number}号") for number in range(31, 36)]
    sources, chance, seen = records[:2], random.Random(47), set()
    for _ in range(60):
        with transaction.atomic():
            for record in records:
                _by_chance(record, chance, [one for one in sources if one != record])
            on = chance.choice(DAYS)
            rows = queries.live().annotate(held=standing.held_on(on))
            found = {one.record_id: one.held for one in rows}
            expected = {one.record_id: standing.of_publication(one, on).validity for one in rows}
            assert found == expected
            seen |= set(found.values())
            transaction.set_rollback(True)
    assert seen == {"", *Record.Validity.values}


def _by_chance(record: Record, chance: random.Random, sources: list[Record]) -> None:
    live = Publication.objects.get(record=record)
    version = live.version
    dates = {name: chance.choice(["", *(one.isoformat() for one in DAYS)]) for name in ("effective_on", "expires_on")}
    version.pk, version.number = None, 9
    version.metadata = version.metadata | dates | {"normative": chance.random() < 0.5}
    version.save()
    Publication.objects.filter(pk=live.pk).update(version=version)
    for _ in range(chance.randrange(5)):
        by, until = chance.choice([None, *sources]), chance.choice([None, None, *DAYS])
        validity = chance.choice(["in_force", "amended", "expired", "repealed", *([""] if by else [])])
        ValidityChange.objects.create(
            record=record,
            by_record=by,
            validity=validity,
            until=until,
            on=chance.choice(DAYS),
            made_at=live.published_at,
        )

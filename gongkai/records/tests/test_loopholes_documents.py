"""Ways round the rules of joint papers, relations, parts, the emergency path and further reviews: each is closed."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai import ledger
from gongkai.files import actions as file_actions
from gongkai.inquiries import actions as inquiries
from gongkai.inquiries.models import Inquiry
from gongkai.ledger.models import Entry
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Agency, Post
from gongkai.organisations.queries import today
from gongkai.records import actions, asking, content, queries, redaction, related, withheld
from gongkai.records.actions import joint, withholding
from gongkai.records.actions.redacting import Kept
from gongkai.records.actions.relating import Claim
from gongkai.records.models import Publication, Record
from gongkai.records.redaction import Removal
from gongkai.records.tests.documents import consented, drafted, fresh, issued, public
from gongkai.records.tests.test_emergency import REASON, out, review_of, sign_next, urgent
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review.models import Review
from gongkai.testing import County, complete_draft, sign_all

pytestmark = pytest.mark.django_db
DUE = dt.timedelta(days=10)
SECRET = "库房位于青山路8号"


def refused(error: type[Exception], code: str, act: Any, **kwargs: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(error) as caught:
        act(**kwargs)
    assert caught.value.code == code and caught.value.remedy, caught.value  # type: ignore[attr-defined]
    assert Entry.objects.count() == before


def ask(county: County, record: Record) -> Inquiry:
    """The other maker's question."""
    facts: dict[str, Any] = {"by": county["drafter"], "question": "是否同意公开", "due_on": today() + DUE}
    return inquiries.ask(subject=record, name=county.other.name, **facts)


class TestRelations:
    def test_consent_of_a_maker_covers_what_the_paper_does_to_others(self, county: County) -> None:
        """Otherwise: ask the other maker, then write in that the paper repeals its document, and publish."""
        theirs = public(county, "示民〔2026〕1号", "示范县民政局关于救助的通知", who="other")
        record = consented(drafted(county, joint=[county.other]), county["drafter"])
        assert not asking.outstanding(record)[0].left
        claims = [Claim("repeals", theirs)]
        record = actions.set_relations(record=record, by=county["drafter"], revision=record.revision, claims=claims)
        assert asking.outstanding(fresh(record))[0].left == 1

    def test_a_title_named_after_the_secrecy_review_is_reviewed_again(self, county: County) -> None:
        record = drafted(county)
        sign_all(county, actions.submit(record=record, by=county["drafter"]))
        claims = [Claim("interprets", title="关于某某事项的内部意见")]
        record = fresh(record)
        actions.set_relations(record=record, by=county["drafter"], revision=record.revision, claims=claims)
        states = {step.name: step.state for step in review_queries.steps(review_of(record))}
        assert states["保密审查"] != "done"

    def test_what_is_not_public_is_not_named_in_the_ledger(self, county: County) -> None:
        closed = drafted(county, "关于某某同志问题的内部通报")
        record = drafted(county, claims=[Claim("results_from", closed)])
        entry = Entry.objects.get(act="records.related", chain__subject_id=str(record.pk))
        assert "内部通报" not in str(entry.facts) + str(entry.before) + str(entry.after)
        assert entry.after["relations"][0]["record"] == closed.pk

    def test_an_unsigned_draft_of_a_correction_makes_nobody_competent(self, county: County) -> None:
        theirs = public(county, "示民〔2026〕1号", "示范县民政局关于救助的通知", who="other")
        ours = public(county, "示财〔2026〕1号", claims=[Claim("repeals", theirs)])
        assert [pair[0] for pair in related.proposed([county.other])] == [theirs]
        actions.correct(record=ours, by=county["drafter"], reason="补充联合发文单位")
        ours = fresh(ours)
        actions.set_joint(record=ours, by=county["drafter"], revision=ours.revision, agencies=[county.other])
        assert [pair[0] for pair in related.proposed([county.other])] == [theirs]

    def test_whoever_wrote_relations_or_makers_is_an_author(self, county: County) -> None:
        record = drafted(county)
        section = county["section_head"]
        claims = [Claim("interprets", title="关于预算的决定")]
        record = actions.set_relations(record=record, by=section, revision=record.revision, claims=claims)
        officer = county["disclosure_officer"]
        actions.set_joint(record=record, by=officer, revision=fresh(record).revision, names=["某某公司"])
        assert {section.pk, officer.pk} <= set(queries.authors(fresh(record)))


class TestMakers:
    def test_a_name_means_the_agency_that_bears_it_now(self, county: County) -> None:
        former = Agency.objects.create(
            name=county.other.name, short_name="旧民政局", kind="department", place=county.other.place,
            from_on=dt.date(2000, 1, 1), to_on=dt.date(2019, 12, 31),
        )  # fmt: skip
        assert joint.known([(None, former.name)]) == [(county.other, former.name)]

    def test_who_took_over_answers_for_an_agency_that_ended(self, county: County) -> None:
        record = drafted(county, joint=[county.other])
        Agency.objects.filter(pk=county.other.pk).update(to_on=today(), successor=county.office)
        body = asking.bodies(fresh(record))[0]
        assert (body.name, body.agency) == (county.other.name, county.office)
        asked = ask(county, fresh(record))
        answered = inquiries.answer(inquiry=asked, by=county["office.leader_in_charge"], agree=True, seen=asked.parts)
        assert answered.state == "agreed"

    def test_who_took_over_from_the_other_maker_is_not_asked_by_itself(self, county: County) -> None:
        record = drafted(county, joint=[county.other])
        Agency.objects.filter(pk=county.other.pk).update(to_on=today(), successor=county.department)
        assert asking.bodies(fresh(record)) == []

    def test_an_agency_does_not_end_while_its_word_is_waited_for(self, county: County) -> None:
        asked = ask(county, drafted(county, joint=[county.other]))
        Post.objects.filter(agency=county.other).update(to_on=today())
        end = {"agency": county.other, "to_on": today(), "by": ledger.SYSTEM, "reason": "机构改革方案第一号"}
        refused(NotNow, "inquiries.agency_busy", organisations.end_agency, successor=county.office, **end)
        inquiries.withdraw(inquiry=asked, by=county["drafter"], reason="改向承继机关征求")
        organisations.end_agency(successor=county.office, **end)

    def test_a_correction_can_be_dropped_whatever_the_makers_are_called_now(self, county: County) -> None:
        record = public(county, "示财〔2026〕1号", joint=[county.other])
        actions.correct(record=record, by=county["drafter"], reason="文字有误，需要更正")
        Agency.objects.filter(pk=county.other.pk).update(to_on=today())
        renamed = {"name": county.other.name, "from_on": dt.date(2021, 1, 1)}  # it merged and took the name
        Agency.objects.filter(pk=county.department.pk).update(**renamed)
        actions.drop_correction(record=fresh(record), by=county["drafter"])
        assert content.parts(fresh(record)) == Publication.objects.get(record=record).version.parts

    def test_nobody_is_asked_about_what_has_ended(self, county: County) -> None:
        record = drafted(county, joint=[county.other])
        asked = ask(county, record)
        actions.abandon(record=fresh(record), by=county["drafter"], reason="不再办理")
        asked.refresh_from_db()
        assert asked.state == "withdrawn" and Entry.objects.filter(act="inquiries.withdrawn").exists()


class TestParts:
    @pytest.fixture
    def original(self, county: County) -> Record:
        """Closed because of one passage, made together with another agency, with an attachment."""
        record = complete_draft(county, html=f"<p>{SECRET}。</p><p>请遵照执行。</p>")
        record = actions.set_joint(
            record=record, by=county["drafter"], revision=record.revision, agencies=[county.other]
        )
        actions.determine_attribute(
            record=record, by=county["drafter"], attribute="withheld", ground="security", reason="写明了库房的位置"
        )
        file = file_actions.store("附表一，逐项列明".encode(), "附表.txt", None)
        actions.attach(record=fresh(record), by=county["drafter"], file=file)
        return fresh(record)

    def make(self, county: County, original: Record, **more: Any) -> Record:
        facts: dict[str, Any] = {"removals": [Removal(SECRET, "security")], "ground": "security"} | more
        facts["revision"] = original.revision
        return actions.make_public_part(record=original, by=county["drafter"], **facts)

    def test_the_makers_of_the_original_are_asked_about_its_part(self, county: County, original: Record) -> None:
        part = self.make(county, original)
        assert [one.agency for one in asking.bodies(fresh(part))] == [county.other]
        review = actions.submit(record=fresh(part), by=county["drafter"])
        with pytest.raises(NotNow) as caught:
            sign_all(county, review)
        assert caught.value.code == "review.outstanding"

    def test_a_maker_cannot_be_taken_out(self, county: County, original: Record) -> None:
        removals = [Removal(SECRET, "security"), Removal("示范县民政局", "security")]
        with pytest.raises(NotLawful) as caught:
            self.make(county, original, removals=removals)
        assert caught.value.code == "records.redaction_maker"

    def test_a_file_left_out_cannot_be_attached_again(self, county: County, original: Record) -> None:
        part = self.make(county, original)
        file = original.attachments.get().file
        actions.attach(record=fresh(part), by=county["drafter"], file=file, name="其他名称.txt")
        refused(NotLawful, "records.redaction_left", actions.submit, record=fresh(part), by=county["drafter"])
        kept = self.make(county, original, kept=[Kept(original.attachments.get().pk)])
        assert redaction.places_of_return(fresh(kept)) == []

    def test_notes_do_not_say_what_was_taken_out(self, county: County) -> None:
        original = complete_draft(county, html=f"<p>{SECRET}。</p><p>请遵照执行。</p>")
        actions.determine_attribute(
            record=original, by=county["drafter"], attribute="withheld", ground="security", reason="写明了库房的位置"
        )
        part = self.make(county, fresh(original))
        sign_all(county, actions.submit(record=part, by=county["drafter"]))
        officer = county["disclosure_officer"]
        actions.publish(record=fresh(part), by=officer)
        mark: dict[str, Any] = {"validity": "repealed", "on": today()}
        facts: dict[str, Any] = {"note": f"原件载明{SECRET}", "by": officer}
        refused(
            NotLawful,
            "records.redaction_named",
            actions.set_validity,
            record=fresh(part),
            **facts,
            **mark,
        )
        actions.correct(record=fresh(part), by=officer, reason="文字有误，需要更正")
        part = fresh(part)
        actions.edit(record=part, by=county["drafter"], revision=part.revision, changes={"keywords": "仓储"})
        sign_all(county, actions.submit(record=fresh(part), by=county["drafter"]))
        refused(NotLawful, "records.redaction_named", actions.publish, record=fresh(part), **facts)

    def test_a_dropped_correction_restores_what_was_said_of_removals(self, county: County) -> None:
        original = complete_draft(county, html=f"<p>{SECRET}。</p><p>值班电话在门口张贴。</p>")
        actions.determine_attribute(
            record=original, by=county["drafter"], attribute="withheld", ground="security", reason="写明了库房的位置"
        )
        part = self.make(county, fresh(original))
        sign_all(county, actions.submit(record=part, by=county["drafter"]))
        actions.publish(record=fresh(part), by=county["disclosure_officer"])
        actions.correct(record=fresh(part), by=county["drafter"], reason="还有一处应当除去")
        part, more = fresh(part), [Removal("值班电话", "security")]
        actions.redact_more(record=part, by=county["drafter"], revision=part.revision, removals=more)
        actions.demand_four(record=fresh(part), by=county["drafter"])
        actions.drop_correction(record=fresh(part), by=county["drafter"])
        live = Publication.objects.get(record=part, superseded_at=None)
        assert content.parts(fresh(part)) == live.version.parts and not fresh(part).four_reviews

    def test_signers_see_the_public_notes_and_reading_versions(self, county: County, original: Record) -> None:
        part = self.make(county, original, removals=[Removal(SECRET, "security", "涉及公共安全的说明")])
        file = file_actions.store("附表二，逐项列明".encode(), "附表二.txt", None)
        attached = actions.attach(record=fresh(part), by=county["drafter"], file=file)
        revision = fresh(part).revision
        html = "<p>阅读版里另写的话</p>"
        actions.edit_reading(attachment=attached, by=county["drafter"], revision=revision, html=html)
        review = actions.submit(record=fresh(part), by=county["drafter"])
        client = Client()
        client.force_login(county["section_head"])
        page = client.get(f"/desk/review/{review.pk}/").content.decode()
        assert "涉及公共安全的说明" in page and "阅读版里另写的话" in page

    def test_whoever_redacts_is_an_author(self, county: County, original: Record) -> None:
        part, officer = fresh(self.make(county, original)), county["disclosure_officer"]
        more = [Removal("遵照执行", "security")]
        actions.redact_more(record=part, by=officer, revision=part.revision, removals=more)
        assert officer.pk in queries.authors(fresh(part))


class TestEmergency:
    def approved(self, county: County) -> Record:
        record = urgent(county)
        while fresh(record).state == "in_review":
            sign_next(county, record)
        return fresh(record)

    def test_an_abandoned_record_leaves_nothing_to_sign(self, county: County) -> None:
        record = self.approved(county)
        actions.abandon(record=record, by=county["drafter"], reason="险情解除")
        assert review_of(record).state == Review.State.CANCELLED

    def test_a_record_taken_back_after_issue_can_be_submitted_again(self, county: County) -> None:
        record = drafted(county)
        actions.open_emergency(record=record, by=county["leader_in_charge"], reason=REASON)
        actions.submit(record=fresh(record), by=county["drafter"])
        while fresh(record).state == "in_review":
            sign_next(county, record)
        officer = county["disclosure_officer"]
        actions.issue(record=fresh(record), by=officer, number="示财〔2026〕7号", issued_on=today())
        actions.revise(record=fresh(record), by=officer, reason="文字有误，退回修改")
        assert actions.submit(record=fresh(record), by=county["drafter"]).state == "open"

    def test_the_steps_that_follow_are_not_lost_by_dropping_a_correction(self, county: County) -> None:
        record = out(county)
        actions.correct(record=record, by=county["drafter"], reason="文字有误，需要更正")
        actions.drop_correction(record=fresh(record), by=county["drafter"])  # nothing was handed in: they go on
        assert review_of(record).state == "open"
        actions.correct(record=fresh(record), by=county["drafter"], reason="文字有误，需要更正")
        review = actions.submit(record=fresh(record), by=county["drafter"])
        review_actions.cancel(review=review, by=county["drafter"], reason="再改一处")
        refused(NotNow, "records.emergency_owes", actions.drop_correction, record=fresh(record), by=county["drafter"])

    def test_a_corrected_text_owes_nothing_more(self, county: County) -> None:
        record = out(county)
        actions.correct(record=record, by=county["drafter"], reason="文字有误，需要更正")
        record = fresh(record)
        actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={"keywords": "防汛"})
        sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
        actions.publish(record=fresh(record), by=county["disclosure_officer"], note="文字更正。")
        assert fresh(record).emergency["completed_on"]
        actions.correct(record=fresh(record), by=county["drafter"], reason="又有一处文字有误")
        actions.drop_correction(record=fresh(record), by=county["drafter"])

    def test_a_return_takes_the_set_time_back_at_once(self, county: County) -> None:
        record = self.approved(county)
        officer = county["disclosure_officer"]
        Record.objects.filter(pk=record.pk).update(
            publish_at=timezone.now() + dt.timedelta(minutes=5), scheduled_by=officer
        )
        review = review_of(record)
        step = review_queries.open_step(review)
        assert step is not None
        review_actions.return_(review=review, by=review_queries.signers(review, step).first(), reason="数字有误")
        assert fresh(record).publish_at is None and fresh(record).schedule_failure
        assert Entry.objects.filter(act="records.schedule_dropped").exists()


class TestFurtherReview:
    def test_a_signers_demand_is_not_dropped_by_calling_the_review_back(self, county: County) -> None:
        record = complete_draft(county)
        review = actions.submit(record=record, by=county["drafter"])
        actions.demand_four(record=fresh(record), by=county["secrecy_reviewer"], reason="涉及面广，请求四审")
        review_actions.cancel(review=Review.objects.get(pk=review.pk), by=county["drafter"], reason="再改")
        refused(NotYours, "records.lower_four", actions.lower_four, record=fresh(record), by=county["drafter"])

    def test_nor_by_handing_it_in_a_second_time(self, county: County) -> None:
        record = complete_draft(county)
        actions.demand_four(record=record, by=county["drafter"])
        review = actions.submit(record=fresh(record), by=county["drafter"])
        sign_next(county, record)
        for _ in range(2):
            review_actions.cancel(review=Review.objects.get(pk=review.pk), by=county["drafter"], reason="再改")
            refused(NotYours, "records.lower_four", actions.lower_four, record=fresh(record), by=county["drafter"])
            review = actions.submit(record=fresh(record), by=county["drafter"])

    def test_a_no_is_asked_for_again_when_the_title_says_something_else(self, county: County) -> None:
        record = complete_draft(county, title="关于做好流感等传染病防控的通知", sensitive_kind="none")
        review = actions.submit(record=record, by=county["drafter"])
        record = fresh(record)
        changes = {"title": "2025年国民经济统计公报", "sensitive_kind": "none"}
        actions.edit(record=record, by=county["drafter"], revision=record.revision, changes=changes)
        assert fresh(record).content["sensitive_kind"] == ""
        with pytest.raises(NotLawful) as caught:
            sign_all(county, Review.objects.get(pk=review.pk))
        assert caught.value.code == "records.sensitive_unanswered"

    def test_a_word_that_comes_after_submission_asks_too(self, county: County) -> None:
        record = complete_draft(county)
        review = actions.submit(record=record, by=county["drafter"])
        record = fresh(record)
        changes = {"title": "2025年国民经济统计公报"}
        actions.edit(record=record, by=county["drafter"], revision=record.revision, changes=changes)
        with pytest.raises(NotLawful) as caught:
            sign_all(county, Review.objects.get(pk=review.pk))
        assert caught.value.code == "records.sensitive_unanswered"


class TestPublicNotes:
    def test_a_first_publication_has_no_note(self, county: County) -> None:
        record = issued(county, "示财〔2026〕1号", "示范县财政局关于资产管理的通知")
        actions.publish(record=record, by=county["disclosure_officer"], note="没有人审核过的话")
        assert Publication.objects.get(record=record).note == ""

    def test_why_a_document_ends_with_its_term_stays_in_the_office(self, county: County) -> None:
        record = public(county, "示财〔2026〕1号", normative=True, expires_on=(today() + DUE).isoformat())
        actions.let_expire(record=record, by=county["disclosure_officer"], reason="内部评估：执行效果差")
        assert "执行效果差" not in record.validity_changes.get().note
        assert Entry.objects.get(act="records.expiry_accepted").reason == "内部评估：执行效果差"


def test_lists_of_an_agency_that_ended_are_kept_by_its_successor(county: County) -> None:
    officer = county["office.disclosure_officer"]
    assert not withheld.may_keep(officer, county.other)
    Agency.objects.filter(pk=county.other.pk).update(to_on=today(), successor=county.office)
    assert withheld.may_keep(officer, Agency.objects.get(pk=county.other.pk))
    made = withholding.open_list(agency=county.other, kind="items", year=today().year, by=ledger.SYSTEM)
    assert withheld.visible_to(officer).filter(pk=made.pk).exists()

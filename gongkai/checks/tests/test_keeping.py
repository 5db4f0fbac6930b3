"""Words the section keeps, answers that last, and what nobody could check."""

import datetime as dt

import pytest
from django.test import Client

from gongkai import ledger
from gongkai.checks import Context, actions, queries
from gongkai.checks.models import KeptWord
from gongkai.checks.tests.test_actions import REASON, agency, drafter, entries, leader, run
from gongkai.organisations.models import Agency, User
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County

pytestmark = pytest.mark.django_db
__all__ = ["agency", "drafter", "leader"]
WORD = {"wrong": "示范老城", "right": "示范古城", "kind": "style", "reason": "统一称谓"}


def test_a_kept_word_is_looked_for_until_it_ends(agency: Agency, drafter: User) -> None:
    before = run(agency, drafter, "保护示范老城。")
    word = actions.add_word(by=ledger.SYSTEM, **WORD)
    after = run(agency, drafter, "保护示范老城。")
    assert queries.findings(before) == [] and "示范古城" in queries.findings(after)[0].message
    assert before.content_hash == after.content_hash and before != after, "an old report is not used again"
    actions.end_word(word=word, reason="不再需要", by=ledger.SYSTEM)
    assert run(agency, drafter, "保护示范老城。") == before
    assert [one.act for one in ledger.queries.history(word)] == ["checks.word_added", "checks.word_ended"]


def test_only_the_section_keeps_words(county: County) -> None:
    with pytest.raises(NotYours):
        actions.add_word(by=county["drafter"], **WORD)
    word = actions.add_word(by=county["office.open_government_section"], **WORD)
    with pytest.raises(NotYours):
        actions.end_word(word=word, reason="不再需要", by=county["section_head"])


@pytest.mark.parametrize(
    "changes",
    [
        {"wrong": "老"},
        {"right": "示范老城"},
        {"reason": " "},
        {"since": dt.date(2024, 1, 2), "until": dt.date(2024, 1, 1)},
        {"unless": "古城"},
    ],
)
def test_an_unfit_word_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(NotLawful):
        actions.add_word(by=ledger.SYSTEM, **(WORD | changes))  # type: ignore[arg-type]
    assert not KeptWord.objects.exists()


def test_a_word_is_kept_once_and_ended_once() -> None:
    word = actions.add_word(by=ledger.SYSTEM, **WORD)
    with pytest.raises(NotNow):
        actions.add_word(by=ledger.SYSTEM, **WORD)
    with pytest.raises(NotLawful):
        actions.end_word(word=word, reason=" ", by=ledger.SYSTEM)
    actions.end_word(word=word, reason="不再需要", by=ledger.SYSTEM)
    with pytest.raises(NotNow):
        actions.end_word(word=word, reason="不再需要", by=ledger.SYSTEM)
    actions.add_word(by=ledger.SYSTEM, **WORD)


def test_a_word_that_is_right_here_stays_right_whatever_else_is_edited(agency: Agency, leader: User) -> None:
    report = run(agency, leader, "历史上写作布署。")
    (item,) = queries.findings(report)
    assert not item.blocking
    actions.override(report=report, fingerprint=item.fingerprint, by=leader, reason="引用历史文件原文")
    edited = run(agency, leader, "另加一段。历史上写作布署。再加一段。")
    (same,) = queries.findings(edited)
    assert same.fingerprint in queries.overrides(agency)
    assert entries("checks.overridden")[0].reason == "引用历史文件原文"


def test_what_could_not_be_checked_needs_somebody_who_looked(agency: Agency, leader: User) -> None:
    report = run(agency, leader, "正文", files={"无.bin": b"\0"})
    (item,) = queries.open_in(report)
    assert item.severity == "unchecked" and item.blocking
    with pytest.raises(NotLawful) as refused:
        actions.override(report=report, fingerprint=item.fingerprint, by=leader, reason=REASON, looked=False)
    assert refused.value.code == "checks.not_looked"
    actions.override(report=report, fingerprint=item.fingerprint, by=leader, reason="已逐页打开看过，没有问题")
    assert queries.open_in(report) == []


def test_a_report_of_another_context_is_not_used_again(agency: Agency, leader: User) -> None:
    dead = Context(links=("/records/1/",), dead_links={"/records/1/": "已经撤下。"}, attachments=())
    first = run(agency, leader, "正文", body="text", context=Context(links=("/records/1/",), attachments=()))
    second = run(agency, leader, "正文", body="text", context=dead)
    assert queries.findings(first) == [] and [item.kind for item in queries.findings(second)] == ["dead_link"]
    assert second.content_hash == first.content_hash and queries.latest(agency) == second


def test_the_page_of_words(county: County) -> None:
    section = Client(headers={"host": "localhost"})
    section.force_login(county["office.open_government_section"])
    assert "布署" in section.get("/desk/checks/words/").content.decode()
    assert section.post("/desk/checks/words/add/", WORD | {"right": "示范老城"}).status_code == 422
    assert section.post("/desk/checks/words/add/", WORD).status_code == 302
    word = KeptWord.objects.get()
    shown = section.get("/desk/checks/words/").content.decode()
    assert "示范古城" in shown and f"/desk/checks/words/{word.pk}/end/" in shown
    assert section.post(f"/desk/checks/words/{word.pk}/end/", {"reason": "不再需要"}).status_code == 302
    assert "已经停用的词语" in section.get("/desk/checks/words/").content.decode()
    clerk = Client(headers={"host": "localhost"})
    clerk.force_login(county["drafter"])
    assert "登记词语" not in clerk.get("/desk/checks/words/").content.decode()
    assert clerk.get("/desk/checks/words/add/").status_code == 403

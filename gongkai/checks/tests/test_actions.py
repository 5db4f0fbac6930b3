"""Running checks and letting a find pass: one success, one test per refusal, and nothing stored that was found."""

import json
from typing import Any

import pytest

from gongkai import checks
from gongkai.checks import actions, queries
from gongkai.checks.models import Override, Report
from gongkai.checks.registry import _AUTHORITIES
from gongkai.checks.tests.makers import docx
from gongkai.checks.tests.makers import run as paragraph
from gongkai.ledger.models import Entry
from gongkai.organisations.models import Agency, Post, User
from gongkai.refusals import NotLawful, NotNow, NotYours

pytestmark = pytest.mark.django_db
MOBILE, ID = "13812345678", "11010519491231002X"
REASON = "经核对为对外公布的值班电话"


@pytest.fixture
def agency(monkeypatch: pytest.MonkeyPatch) -> Agency:
    """Any registered subject serves; here the agency itself, whose leaders answer for it."""

    def leads(person: User, subject: Agency) -> Post | None:
        return Post.objects.filter(person=person, agency=subject, role="leader_in_charge").first()

    monkeypatch.setitem(_AUTHORITIES, "agency", leads)
    return Agency.objects.create(
        name="示范县水利局", short_name="县水利局", kind="department", place="cn", from_on="2020-01-01"
    )


@pytest.fixture
def leader(agency: Agency) -> User:
    person = User.objects.create_user("leader", name="分管领导")
    Post.objects.create(person=person, agency=agency, role="leader_in_charge", title="副局长", from_on="2020-01-01")
    return person


@pytest.fixture
def drafter(agency: Agency) -> User:
    person = User.objects.create_user("drafter", name="经办人")
    Post.objects.create(person=person, agency=agency, role="drafter", from_on="2020-01-01")
    return person


def run(agency: Agency, by: User, text: str = f"电话{MOBILE}", **more: Any) -> Report:
    return actions.run(subject=agency, parts={"text": text}, by=by, **more)


def entries(act: str) -> list[Entry]:
    return list(Entry.objects.filter(act=act).order_by("id"))


def everything_stored() -> str:
    rows = [*Report.objects.values(), *Override.objects.values(), *Entry.objects.values()]
    return json.dumps(rows, ensure_ascii=False, default=str)


@pytest.mark.requirement("TP-A-08")
def test_a_report_stores_no_found_number(agency: Agency, leader: User) -> None:
    files = {f"张某{MOBILE}.docx": docx(paragraph("藏", "<w:vanish/>")), "无.bin": b"\0"}
    report = run(agency, leader, f"电话{MOBILE}，身份证{ID}", files=files)
    found = queries.findings(report)
    assert [(item.kind, item.part) for item in found] == [
        ("mobile", "text"),
        ("resident_id", "text"),
        ("mobile", "张某138******78.docx"),
        ("hidden_content", "张某138******78.docx"),
        ("unreadable", "无.bin"),
    ]
    assert len({item.fingerprint for item in found}) == 4
    actions.override(report=report, fingerprint=found[0].fingerprint, by=leader, reason=REASON)
    stored = everything_stored()
    assert MOBILE not in stored and ID not in stored and "138******78" in stored


def test_the_same_content_is_checked_once_and_told_once(agency: Agency, drafter: User) -> None:
    first = run(agency, drafter)
    assert run(agency, drafter) == first
    assert first.content_hash == actions.content_hash({"text": f"电话{MOBILE}"}) and len(first.content_hash) == 64
    second = run(agency, drafter, f"电话 {MOBILE}。")
    assert second != first and Report.objects.count() == 2
    # The findings are the same, so the ledger has nothing new to say.
    (entry,) = entries("checks.ran")
    assert (entry.facts["blocking"], entry.facts["advisory"]) == (1, 0)
    run(agency, drafter, "没有号码")
    assert len(entries("checks.ran")) == 2


def test_a_callers_own_hash_spares_reading_the_files(agency: Agency, drafter: User) -> None:
    reads: list[int] = []

    def fetch() -> bytes:
        reads.append(1)
        return docx()

    files = [("甲.docx", fetch), ("甲.docx", docx())]
    for _ in range(2):
        report = run(agency, drafter, files=files, content_hash="ab" * 64)
    assert len(reads) == 1 and report.content_hash == "ab" * 64
    assert [item.kind for item in queries.open_blocking(agency, "ab" * 64)] == ["mobile"]


def test_an_accountable_person_lets_a_find_pass(agency: Agency, leader: User) -> None:
    report = run(agency, leader)
    (item,) = queries.open_blocking(agency, report.content_hash)
    passed = actions.override(report=report, fingerprint=item.fingerprint, by=leader, reason=f"  {REASON} ")
    assert (passed.reason, passed.post_title, passed.excerpt) == (REASON, "县水利局副局长", "138******78")
    assert queries.open_blocking(agency, report.content_hash) == []
    (entry,) = entries("checks.overridden")
    assert entry.actor_id == leader.pk and entry.reason == REASON
    assert entry.facts["excerpt"] == "138******78" and entry.facts["post"] == "县水利局副局长"


@pytest.mark.requirement("HY-SEC-05a")
@pytest.mark.parametrize("mark", ["秘密★启用前", "机密★10年", "绝密★长期"])
def test_a_classification_mark_stays_open(agency: Agency, drafter: User, mark: str) -> None:
    report = run(agency, drafter, f"{mark}\n关于某事的通知")
    (item,) = queries.open_blocking(agency, report.content_hash)
    assert item.kind == "classification_mark"
    with pytest.raises(NotYours):
        actions.override(report=report, fingerprint=item.fingerprint, by=drafter, reason=REASON)
    assert queries.open_blocking(agency, report.content_hash) == [item]


@pytest.mark.requirement("HY-SEC-05a")
@pytest.mark.parametrize("mark", ["秘密★启用前", "机密★5年", "绝密★长期", "密级：机密"])
def test_nobody_lets_a_classification_mark_pass(agency: Agency, leader: User, mark: str) -> None:
    report = run(agency, leader, f"{mark}\n关于某事的通知")
    (item,) = queries.open_blocking(agency, report.content_hash)
    assert item.final
    with pytest.raises(NotLawful) as refused:
        actions.override(report=report, fingerprint=item.fingerprint, by=leader, reason="已经解密，附有解密依据")
    assert refused.value.code == "checks.mark_stays"
    assert "保守国家秘密法" in refused.value.source and "换上没有密级标志的文件" in refused.value.remedy
    assert not Override.objects.exists() and not entries("checks.overridden")
    # One that was let pass before this was refused counts no longer.
    Override.objects.create(
        subject_kind=report.subject_kind, subject_id=report.subject_id, fingerprint=item.fingerprint, report=report,
        kind=item.kind, reason="旧的放行", by=leader, post_title="副局长", at=report.made_at,
    )  # fmt: skip
    assert queries.open_blocking(agency, report.content_hash) == [item]


def test_prose_about_marks_is_no_mark(agency: Agency, leader: User) -> None:
    text = "国家秘密标志的形式为“机密★5年”，绝密、机密、秘密三级由定密机关确定。"
    report = run(agency, leader, text)
    assert queries.open_blocking(agency, report.content_hash) == []
    actions.must_not_be_final(queries.findings(report))


def test_refusals_leave_everything_as_it_was(agency: Agency, leader: User) -> None:
    report = run(agency, leader, f"内部资料 不得外传\n电话{MOBILE}")
    advice, block = queries.findings(report)
    cases: list[tuple[type[Exception], str, dict[str, Any]]] = [
        (NotLawful, "checks.reason_needed", {"reason": "没 有 问 题 啊"}),
        (NotLawful, "checks.reason_personal", {"reason": f"{MOBILE} 是值班电话"}),
        (NotNow, "checks.no_such_finding", {"fingerprint": "0" * 64}),
        (NotNow, "checks.advice_only", {"fingerprint": advice.fingerprint}),
    ]
    for refusal, code, changes in cases:
        asked = {"report": report, "fingerprint": block.fingerprint, "by": leader, "reason": REASON} | changes
        with pytest.raises(refusal) as refused:
            actions.override(**asked)
        assert refused.value.code == code and refused.value.remedy  # type: ignore[attr-defined]
    assert not Override.objects.exists() and not entries("checks.overridden")


def test_nobody_lets_the_same_find_pass_twice(agency: Agency, leader: User) -> None:
    report = run(agency, leader)
    print_ = queries.findings(report)[0].fingerprint
    actions.override(report=report, fingerprint=print_, by=leader, reason=REASON)
    with pytest.raises(NotNow) as refused:
        actions.override(report=report, fingerprint=print_, by=leader, reason=REASON)
    assert refused.value.code == "checks.already_overridden"


def test_an_outdated_report_cannot_be_answered_for(agency: Agency, leader: User) -> None:
    first = run(agency, leader)
    run(agency, leader, f"新电话{MOBILE}")
    print_ = queries.findings(first)[0].fingerprint
    with pytest.raises(NotNow) as refused:
        actions.override(report=first, fingerprint=print_, by=leader, reason=REASON)
    assert refused.value.code == "checks.outdated"
    # Back to the first content: its report is the newest again.
    assert run(agency, leader) == first
    actions.override(report=first, fingerprint=print_, by=leader, reason=REASON)


def test_a_report_of_something_gone(agency: Agency, leader: User) -> None:
    report = run(agency, leader)
    Report.objects.filter(pk=report.pk).update(subject_id="0")
    with pytest.raises(NotNow) as refused:
        actions.override(report=report, fingerprint="0" * 64, by=leader, reason=REASON)
    assert refused.value.code == "checks.subject_gone"


def test_a_new_version_of_the_rules_checks_again(
    agency: Agency, drafter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(agency, drafter)
    monkeypatch.setattr(queries, "TOOL_VERSION", f"{checks.TOOL_VERSION}+1")
    second = run(agency, drafter)
    assert second != first and queries.latest(agency, first.content_hash) == second

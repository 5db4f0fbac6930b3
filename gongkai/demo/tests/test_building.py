"""A small demo built in the test database: states, ledger, signers, what the public sees."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from gongkai import demo
from gongkai.catalogue.models import Item, Reminder, Statement
from gongkai.catalogue.sheets import queries as sheets
from gongkai.catalogue.sheets.kinds import GUIDE, PROFILE
from gongkai.catalogue.sheets.models import Guide, GuideVersion
from gongkai.checks.models import KeptWord
from gongkai.demo import county, writing
from gongkai.demo.commands import _is_used
from gongkai.inquiries.models import Inquiry
from gongkai.ledger import queries as ledger_queries
from gongkai.organisations import uscc
from gongkai.organisations.models import Agency, QueryPoint, User
from gongkai.records import clocks, queries
from gongkai.records.models import ErrorReport, OldAddress, Reconciliation, Record, Removal, WithheldList
from gongkai.review import queries as review_queries
from gongkai.review.models import Review, Signature

State = Record.State


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Built once for all tests of this module, in a transaction that is rolled back at the end."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        folder = tmp_path_factory.mktemp("demo")
        yield folder, demo.build(folder, small=True)
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.mark.django_db
def test_the_county_is_one_place_and_names_no_computer(built: Any) -> None:
    names = ["".join(one) for one in Item.objects.values_list("level1", "level2", "level3", "content")]
    assert not any("市政府" in one for one in names) and any("县政府" in one for one in names)
    assert "127.0.0.1" not in json.dumps([one.content for one in GuideVersion.objects.all()])


@pytest.mark.django_db
def test_every_state_is_there(built: Any) -> None:
    states = set(Record.objects.values_list("state", flat=True))
    assert states >= {
        State.DRAFT,
        State.IN_REVIEW,
        State.APPROVED,
        State.ISSUED,
        State.PUBLISHED,
        State.CORRECTION_REVIEW,
        State.WITHDRAWN,
    }
    waiting = set(Review.objects.filter(state=Review.State.OPEN).values_list("waiting_role", flat=True))
    assert waiting >= {"section_head", "disclosure_officer", "secrecy_reviewer", "leader_in_charge"}
    returned = Signature.objects.filter(decision="returned")
    assert returned and all(signature.opinion for signature in returned)
    assert set(Record.objects.values_list("attribute", flat=True)) >= {"proactive", "on_request", "withheld", ""}
    assert {"repealed"} <= set(Record.objects.values_list("validity", flat=True))
    assert any(clocks.due(record) for record in queries.unpublished_due(Agency.objects.all()))


@pytest.mark.django_db
def test_the_ledger_is_whole_and_acts_follow_each_other(built: Any) -> None:
    assert [fault for fault in ledger_queries.verify() if not isinstance(fault, int)] == []
    for record in Record.objects.filter(imported=False):
        moments = list(
            ledger_queries.history(record).exclude(act="records.removal_verified").values_list("at", flat=True)
        )
        assert moments == sorted(moments), record.title


@pytest.mark.django_db
def test_no_two_steps_are_signed_by_one_person(built: Any) -> None:
    signed = defaultdict(list)
    for review, _step, person in Signature.objects.values_list("review", "step", "by"):
        signed[review].append(person)
    assert signed
    assert all(len(people) == len(set(people)) for people in signed.values())
    for review in Review.objects.all():
        assert review.drafter_id not in signed[review.pk]


@pytest.mark.django_db
def test_what_was_taken_over_bears_no_signature(built: Any) -> None:
    imported = Record.objects.filter(imported=True)
    assert imported
    ids = [str(record.pk) for record in imported]
    assert not Review.objects.filter(subject_kind="record", subject_id__in=ids).exists()


@pytest.mark.django_db
def test_what_was_taken_down_is_proven_gone(built: Any) -> None:
    for record in Record.objects.filter(state=State.WITHDRAWN):
        proofs = Removal.objects.filter(publication__record=record)
        assert proofs and all(proof.gone for proof in proofs if str(record.pk) in proof.address)


@pytest.mark.django_db
def test_accounts_can_log_in_and_are_named_by_role(built: Any) -> None:
    folder, made = built
    said = json.loads((folder / "accounts.json").read_text())
    assert (folder / "accounts.json").stat().st_mode & 0o077 == 0
    shown = [one for one in said["accounts"] if one["shown"]]
    assert {"经办人", "科室负责人", "分管领导", "政务公开科", "系统管理员", "安全管理员", "审计管理员"} <= {
        one["role"] for one in shown
    }
    assert authenticate(username=shown[0]["account"], password=said["password"])
    assert User.objects.filter(admin_role="").exclude(posts__isnull=False).count() == 0
    assert made.accounts == said["accounts"]


@pytest.mark.django_db
def test_the_county_is_fictional_and_well_formed(built: Any) -> None:
    for agency in Agency.objects.all():
        assert uscc.problem(agency.uscc) == "" and agency.uscc[2:8] == county.AREA
        assert agency.phone.startswith("0000-")
    assert not User.objects.exclude(email__endswith="@example.invalid").exists()


def test_all_content_has_known_fields_and_no_numbers_of_people() -> None:
    from gongkai.checks import scan

    known = {row["slug"] for row in county.load("agencies.yaml")}
    assert len(known) == 24
    for name in ("policies.yaml", "notices.yaml", "fates.yaml"):
        for template in county.load(name):
            assert template["by"] in known and 1 <= template.get("item", 11) <= 73, template["title"]
            text = template.get("body", "") + "".join(template.get("tasks", ()))
            assert not [one for one in scan(template["title"] + text) if one.blocking], template["title"]
            assert re.search(r"[一-龥]{4}", text), template["title"]
    for template in county.load("recurring.yaml"):
        assert set(template["by"]) <= known


def test_a_template_becomes_headings_paragraphs_and_tables() -> None:
    made = writing.markup("引言。\n# 一、总体\n| 项目 | 数 |\n| 甲 & 乙 | 1 |\n结尾。")
    assert made == (
        "<p>引言。</p>\n<h3>一、总体</h3>\n<table><thead><tr><th>项目</th><th>数</th></tr></thead>"
        "<tbody><tr><td>甲 &amp; 乙</td><td>1</td></tr></tbody></table>\n<p>结尾。</p>"
    )


def test_a_folder_without_database_is_not_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert not _is_used(tmp_path)


def test_a_demo_that_broke_off_and_a_real_instance_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.demo import commands
    from gongkai.refusals import Refusal

    monkeypatch.setattr(commands, "_is_used", lambda data: True)
    with pytest.raises(Refusal) as caught:
        commands._build(tmp_path)
    assert caught.value.code == "demo.not_empty"
    (tmp_path / "demo").mkdir()
    with pytest.raises(Refusal) as caught:
        commands._build(tmp_path)
    assert caught.value.code == "demo.broken_off"


@pytest.mark.django_db
def test_guides_and_profiles_are_public_overtaken_and_unfinished(built: Any) -> None:
    public = sheets.newest(GUIDE)
    short = {one.sheet.agency.short_name for one in public.values()}
    assert {"县府办", "县财政局"} <= short and "县民政局" not in short
    stale = {one.sheet.agency.short_name: sheets.stale(one) for one in public.values()}
    overtaken = stale.pop("县财政局")
    assert overtaken is not None and overtaken.due_on is not None and not overtaken.late
    assert not any(stale.values())
    guide = Guide.objects.get(agency__short_name="县民政局")
    assert GUIDE.missing(guide.agency, guide.content, overtaken.since) == ["获取方式"]
    profiles = sheets.newest(PROFILE)
    assert all("（演示）" in row["name"] for one in profiles.values() for row in one.content["leaders"])
    assert max(one.number for one in profiles.values()) == 3


@pytest.mark.django_db
def test_the_duty_board_has_something_to_show(built: Any) -> None:
    (said,) = Statement.objects.all()
    assert said.made_by and said.made_by.posts.get(agency=said.agency).role == "disclosure_officer"
    assert Reminder.objects.exists() and len(set(Reminder.objects.values_list("agency"))) == 1


@pytest.mark.django_db
def test_every_screen_has_something_to_show(built: Any) -> None:
    lists = WithheldList.objects.values_list("agency__name", "state")
    assert {state for _, state in lists} >= {"open", "filed"}
    assert Reconciliation.objects.filter(confirmed_at__isnull=False).exists()
    waiting = Inquiry.objects.get(state="asked")
    assert waiting.agency.name.endswith("财政局") and waiting.due_on >= timezone.localdate()
    urgent = Record.objects.get(emergency__isnull=False)
    assert urgent.state == State.PUBLISHED and review_queries.open_step(Review.objects.latest("id")) is not None
    part = Record.objects.get(redacted_of__isnull=False)
    assert part.state == State.PUBLISHED and "利润率" not in str(part.content) and part.redactions
    assert QueryPoint.objects.filter(state="existing").exists() and OldAddress.objects.exists()
    assert KeptWord.objects.exists() and ErrorReport.objects.exists()

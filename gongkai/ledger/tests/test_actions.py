"""The ledger: entries chain, changes are refused by the database, tampering is found, seals can be erased."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.ledger import actions, queries
from gongkai.ledger.hashing import canonical, digest
from gongkai.ledger.models import Entry, Root, Sealed
from gongkai.organisations.models import User
from gongkai.refusals import NotNow

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create_user("someone", name="某经办")


def faults() -> list[queries.Fault]:
    return [item for item in queries.verify() if isinstance(item, queries.Fault)]


def write(user: User, **facts: object) -> Entry:
    return ledger.record("organisations.account_opened", user, by=ledger.SYSTEM, **facts)


def test_entries_of_one_subject_form_a_chain(user: User) -> None:
    first, second = write(user, after={"day": dt.date(2026, 1, 2)}), write(user)
    assert (first.number, second.number) == (1, 2)
    assert second.previous == first.hash != second.hash
    assert first.after == {"day": "2026-01-02"}
    assert faults() == []


def test_time_is_the_databases_and_given_time_is_marked(user: User) -> None:
    given = timezone.now() - dt.timedelta(days=400)
    assert write(user).at_given is False
    entry = ledger.record("organisations.account_opened", user, by=ledger.SYSTEM, at=given)
    assert entry.at_given and entry.at == given and entry.recorded_at > given


def test_an_act_nobody_registered_is_an_error(user: User) -> None:
    with pytest.raises(KeyError):
        ledger.record("organisations.nonsense", user, by=ledger.SYSTEM)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET reason = 'x'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_root SET entries = 0",
        "DELETE FROM ledger_root",
    ],
)
def test_the_database_refuses_changes(user: User, statement: str) -> None:
    write(user)
    Root.objects.create(day=dt.date(2020, 1, 1), entries=0, last_entry=0, algorithm="sha256", hash="0" * 64)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("column, value", [("reason", "另一个理由"), ("actor_name", "别人"), ("act", "x.y")])
def test_tampering_behind_the_triggers_back_is_found(user: User, column: str, value: str) -> None:
    write(user)
    entry = write(user)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_append_only")
        cursor.execute(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", [value, entry.pk])
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_append_only")
    assert any("内容与其哈希不符" in fault.what for fault in faults())


def test_a_missing_last_entry_is_found(user: User) -> None:
    write(user)
    entry = write(user)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_append_only")
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [entry.pk])
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_append_only")
    assert any("链上应有" in fault.what for fault in faults())


def test_personal_data_lies_sealed_and_can_be_erased(user: User) -> None:
    entry = write(user, sealed={"phone": "13800138000"})
    row = Sealed.objects.get(entry=entry)
    assert "13800138000" not in canonical([entry.facts, entry.after]).decode()
    assert b"13800138000" not in bytes(row.ciphertext)
    assert queries.sealed_values(entry) == {"phone": "13800138000"}
    actions.erase_sealed(entry=entry, by=ledger.SYSTEM, reason="保管期限届满")
    assert queries.sealed_values(entry) is None
    assert queries.history(user).last().act == "ledger.erased"  # type: ignore[union-attr]
    assert faults() == []
    with pytest.raises(NotNow):
        actions.erase_sealed(entry=entry, by=ledger.SYSTEM, reason="再清一次")


def test_a_seal_that_vanished_without_an_act_is_found(user: User) -> None:
    entry = write(user, sealed={"phone": "13800138000"})
    Sealed.objects.filter(entry=entry).delete()
    assert any("没有清除记录" in fault.what for fault in faults())


@pytest.mark.parametrize("value", [1e16, 0.1, {"a": [1.5, True, None]}, dt.date(2026, 1, 2), {3, 1}])
def test_whatever_jsonb_keeps_the_hash_still_holds(user: User, value: object) -> None:
    write(user, after=value, facts_of=value)
    assert faults() == []


def test_a_time_without_zone_is_refused(user: User) -> None:
    with pytest.raises(ValueError, match="zone"):
        write(user, after=dt.datetime(2026, 1, 2, 3, 4))


def test_daily_root_is_made_once_and_only_after_the_day(user: User) -> None:
    write(user)
    with pytest.raises(NotNow) as refusal:
        actions.close_day(day=timezone.localdate())
    assert refusal.value.code == "ledger.day_open"
    yesterday = timezone.localdate(timezone.now() - actions.MARGIN) - dt.timedelta(days=1)  # the last that has ended
    root = actions.close_day(day=yesterday)
    assert actions.close_day(day=yesterday) == root
    with pytest.raises(NotNow) as refusal:
        actions.close_day(day=yesterday - dt.timedelta(days=1))
    assert refusal.value.code == "ledger.day_passed"
    write(user)  # an entry that comes after its day was closed belongs to the next root
    assert faults() == []


def test_sm3_by_setting(user: User, settings: object) -> None:
    settings.LEDGER_HASH = "sm3"  # type: ignore[attr-defined]
    entry = write(user)
    assert entry.algorithm == "sm3" and len(entry.hash) == 64
    assert faults() == []


def test_sm3_of_the_standard() -> None:
    """GB/T 32905-2016, example 1."""
    assert digest(b"abc", "sm3") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sentence_survives_a_missing_fact(user: User) -> None:
    entry = ledger.record("organisations.appointed", user, by=ledger.SYSTEM)
    assert queries.sentence(entry) == "授予岗位"

"""Every address of an object × its state × role × method × format, held to `authority.yaml`."""

import datetime as dt
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils import timezone

from gongkai import testing
from gongkai.ledger.models import Entry
from gongkai.operate import proofs
from gongkai.operate.tests import objects, states
from gongkai.organisations.models import Role
from gongkai.organisations.queries import today
from gongkai.records.models import Record
from gongkai.records.views import acting

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "authority.yaml").read_text(encoding="utf-8"))
RECORD = TABLE["kinds"]["record"]
STATES = [*RECORD["states"], *RECORD["variants"]]
LOGIN = "/desk/login/"
NEVER = ("put", "patch", "delete", "options", "trace")
# A part of a page for htmx, a program, an old browser: what is answered may look different, but is the same answer.
FORMATS: dict[str, dict[str, str]] = {
    "htmx": {"HTTP_HX_REQUEST": "true"},
    "json": {"HTTP_ACCEPT": "application/json"},
}
ROLES: list[str] = TABLE["who"]
pytestmark = pytest.mark.django_db
cells: dict[str, int] = {}


class World:
    """Everybody's browser and one record in every state, in one transaction; what a request changes is undone."""

    def __init__(self) -> None:
        self.county = testing._restore()
        self.records = states.records(self.county)
        self.clients = objects.clients(self.county)
        self.words = {
            "today": today().isoformat(),
            "soon": timezone.localtime(timezone.now() + dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        }

    def data(self, send: Any, state: str) -> dict[str, Any]:
        if send == "edited":
            form = objects._form(self.records[state])
            return form | {"title": f"{form['title']}（修改）"}
        return {name: self.words.get(value, value) for name, value in (send or {}).items()}

    def ask(self, who: str, method: str, address: str, data: Any = None, **headers: str) -> tuple[str, int, Any]:
        """(what was said, acts that stand in the ledger because of it, the answer)."""
        client = self.clients[who]
        kept = client.cookies.output(header="", sep=";")
        with transaction.atomic():
            before = Entry.objects.count()
            answer = getattr(client, method)(address, data or {}, **headers) if method in ("get", "post", "head") \
                else getattr(client, method)(address, **headers)  # fmt: skip
            acts = Entry.objects.count() - before
            transaction.set_rollback(True)
        client.cookies = SimpleCookie(kept)
        login = answer.status_code == 302 and answer.url.startswith(LOGIN)
        return "login" if login else str(answer.status_code), acts, answer


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        caches["process"].clear()
        # Who has just acted on a record and presses again is sent on without a word; here everybody has just acted.
        patched.setattr(acting, "AGAIN", dt.timedelta(0))
        yield World()
        transaction.set_rollback(True)
    caches["process"].clear()
    proofs.report("authority", cells=sum(cells.values()), states=len(STATES), roles=len(ROLES))


def named(names: Any) -> set[str]:
    """Groups and roles -> roles."""
    listed = names if isinstance(names, list) else [names]
    return {role for name in listed for role in TABLE["groups"].get(name, [name])}


def reached(act: dict[str, Any], state: str) -> bool:
    """Whether the act is possible in the state; a variant named in `in` or `not_in` has its own word."""
    if state in act.get("not_in", ()):
        return False
    return state in act["in"] or RECORD["variants"].get(state) in act["in"]


def expected(act: dict[str, Any], who: str, state: str, method: str) -> str:
    """The answer that the table demands."""
    if who == "anonymous":
        return "login"
    look = str(act.get("look", 200))
    if method not in ("get", "post") or (method == "get" and look == "none"):
        return "405"
    if who not in named(RECORD["sees"]):
        return "404"
    if method == "get" and look == "302":
        return "302"
    if who not in named(act["may"]):
        return "403"
    if state in act.get("other", {}) and method == "post":
        return str(act["other"][state])
    if state in act.get("needs", {}):
        return str(act["needs"][state]) if method == "post" else look
    if not reached(act, state):
        return str(act.get("otherwise", 409))
    return "302" if method == "post" else str(act.get("looks", {}).get(state, look))


def askers(allowed: set[str], turn: int) -> list[str]:
    """All who may, a stranger, nobody, and one more in turn: over the states, everybody asks for everything."""
    rest = [role for role in ROLES if role not in allowed | {"anonymous", "stranger"}]
    return [role for role in ROLES if role in allowed | {"anonymous", "stranger", rest[turn % len(rest)]}]


def address(world: World, state: str, rest: str) -> str:
    return RECORD["at"].format(key=world.records[state].pk) + rest


def compare(wrong: dict[str, list[str]], words: str, found: str, wanted: str, who: str) -> None:
    if found != wanted:
        wrong.setdefault(f"{words}: {found} instead of {wanted}", []).append(who)


def told(wrong: dict[str, list[str]]) -> str:
    return "".join(f"\n{words}: {' '.join(names)}" for words, names in wrong.items())


# --- the table is whole --------------------------------------------------------------------------------------------


def test_every_state_and_role_is_in_the_table() -> None:
    assert RECORD["states"] == [str(state) for state in Record.State]
    assert {str(role) for role in Role} <= set(ROLES)
    assert {role for group in TABLE["groups"].values() for role in group} <= set(ROLES)


def test_every_object_is_in_its_state(world: World) -> None:
    found = {name: record.state for name, record in world.records.items()}
    assert found == {state: RECORD["variants"].get(state, state) for state in STATES}
    assert list(world.clients) == ROLES


# --- what is answered ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RECORD["acts"])
def test_acts(world: World, name: str) -> None:
    act, wrong = RECORD["acts"][name], {}
    for turn, state in enumerate(STATES):
        at, data = address(world, state, f"{name}/"), world.data(act.get("send"), state)
        for who in askers(named(act["may"]), turn):
            for method in ("get", "post"):
                wanted = expected(act, who, state, method)
                found, acts, _ = world.ask(who, method, at, data if method == "post" else None)
                compare(wrong, f"{method} {state} {name}", found, wanted, who)
                done = method == "post" and wanted == "302" and state not in act.get("other", {})
                if found == wanted and (acts and not done or done and not acts and not act.get("again")):
                    wrong.setdefault(f"{method} {state} {name}: {acts} acts", []).append(who)
                cells[name] = cells.get(name, 0) + 1
    assert not wrong, told(wrong)


@pytest.mark.parametrize("name", RECORD["pages"])
def test_pages(world: World, name: str) -> None:
    page, wrong = RECORD["pages"][name], {}
    for turn, state in enumerate(STATES):
        at = address(world, state, name)
        for who in askers({"drafter", "open_government_section"}, turn):
            wanted = "login" if who == "anonymous" else "200" if who in named(RECORD["sees"]) else "404"
            if wanted == "200" and state not in page.get("only_in", [state]):
                wanted = "404"
            found, acts, answer = world.ask(who, "get", at)
            compare(wrong, f"get {state} {name}", found, wanted, who)
            assert not acts, f"looking at {at} left a trace"
            cells[f"page {name}"] = cells.get(f"page {name}", 0) + 1
            if who != ("anonymous", "drafter", "stranger")[turn % 3]:
                continue
            head, _, empty = world.ask(who, "head", at)
            compare(wrong, f"head {state} {name}", head, wanted, who)
            assert not empty.content and empty.headers.get("Content-Type") == answer.headers.get("Content-Type")
            cells["head"] = cells.get("head", 0) + 1
            for form, headers in FORMATS.items():
                compare(wrong, f"{form} {state} {name}", world.ask(who, "get", at, **headers)[0], wanted, who)
                cells[form] = cells.get(form, 0) + 1
    assert not wrong, told(wrong)


@pytest.mark.parametrize("method", NEVER)
def test_other_methods_are_refused_everywhere(world: World, method: str) -> None:
    """Before anything else is asked of the object: 405, and no act."""
    wrong: dict[str, list[str]] = {}
    for number, rest in enumerate([*RECORD["pages"], *(f"{name}/" for name in RECORD["acts"])]):
        for who in ROLES:
            state = STATES[(number + ROLES.index(who)) % len(STATES)]
            found, acts, _ = world.ask(who, method, address(world, state, rest))
            compare(wrong, f"{method} {state} {rest}", found, "login" if who == "anonymous" else "405", who)
            assert not acts
            cells[method] = cells.get(method, 0) + 1
    assert not wrong, told(wrong)


# --- no format says more than the page -------------------------------------------------------------------------------

ELSEWHERE = {  # the same record in other clothes: public, so there for published states alone
    "/records/{key}/": "public", "/records/{key}/print/": "public", "/elder/records/{key}/": "public",
    "/api/v1/records/{key}": "public", "/api/v1/records/{key}/versions": "public",
    "/elder/desk/records/{key}/": "never", "/records/{key}/edit/": "never", "/records/{key}.json": "never",
    "/records/{key}/ledger/": "never", "/api/v1/records/{key}/ledger": "never",
}  # fmt: skip
PUBLIC = ("published", "correcting", "correction_review", "correction_approved")


@pytest.mark.parametrize("at", ELSEWHERE)
def test_public_formats_answer_by_state_alone(world: World, at: str) -> None:
    """Whoever asks, logged in or not, and in whatever format: what is public is there, nothing else is."""
    wrong: dict[str, list[str]] = {}
    for state in STATES:
        wanted = "200" if state in PUBLIC and ELSEWHERE[at] == "public" else "404"
        if state == "withdrawn" and ELSEWHERE[at] == "public":
            wanted = "410"
        for who in ("anonymous", "drafter", "stranger", "system"):
            for headers in ({}, *FORMATS.values()):
                found, acts, answer = world.ask(who, "get", at.format(key=world.records[state].pk), **headers)
                compare(wrong, f"get {state} {at}", found, wanted, who)
                assert not acts and not answer.cookies
                cells["public"] = cells.get("public", 0) + 1
    assert not wrong, told(wrong)


@pytest.mark.parametrize("who", [role for role in ROLES if role not in named(RECORD["sees"])])
def test_lists_in_every_format_hold_nothing_of_others(world: World, who: str) -> None:
    """Lists and exports of those who may not see the records name none that is not public."""
    client: Client = world.clients[who]
    secret = [record for state, record in world.records.items() if state not in PUBLIC]
    for at in ("/desk/records/", "/desk/records/export.csv", "/desk/records/export.xlsx", "/desk/review/", "/desk/",
               "/list/", "/feed.xml", "/api/v1/records", "/api/v1/records.csv", "/sitemap-1.xml"):  # fmt: skip
        answer = client.get(at)
        body = b"".join(answer) if answer.streaming else answer.content
        for record in secret:
            assert f"/records/{record.pk}/".encode() not in body, (at, record.state)
        cells["lists"] = cells.get("lists", 0) + 1

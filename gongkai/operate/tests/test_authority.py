"""Every address of an object × its state × role × method × format, held to `authority.yaml`.

Everybody there is asks for every act in every state by get and post, for every page by get, and for all of them by
every method that is meant for nobody. Two things take turns, always the same ones. A page in every state is asked for
in another format (htmx, json, head) by every second role, each in the next format, so that over the states all roles
ask in all of them. A method that is meant for nobody is put to every view for everybody in every state, but through
what stands before the view (sessions, forged forms) by one role in one state for each address.
Looking is not undone after each question, which would cost as much as the question: that nothing was done is asked once
after each line, and an act that a look had left would fail it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gongkai.catalogue.models import Catalogue
from gongkai.inquiries.models import Inquiry
from gongkai.operate import proofs
from gongkai.operate.tests.authority_lines import ACTS, KINDS, LINES, PAGES, ROLES, TABLE, named, states_of
from gongkai.operate.tests.authority_world import FORMATS, NEVER, World, cheap
from gongkai.organisations.models import Role
from gongkai.organisations.sheets import Sheet
from gongkai.records.models import Record, WithheldList
from gongkai.records.removal import own_addresses
from gongkai.review.models import Review

MODELS: dict[str, Any] = {
    "record": Record, "review": Review, "inquiry": Inquiry, "withheld list": WithheldList, "guide": Sheet,
    "profile": Sheet, "catalogue": Catalogue, "item": Catalogue, "assignment": Catalogue,
}  # fmt: skip
pytestmark = pytest.mark.django_db
cells: Counter[str] = Counter()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        caches["process"].clear()
        made = World()
        with cheap(made):
            yield made
        transaction.set_rollback(True)
    caches["process"].clear()
    states = sum(len(states_of(kind)) for kind in KINDS)
    figures = {"cells": cells.total(), "addresses": len(LINES), "kinds": len(KINDS), "states": states}
    proofs.report("authority", **figures, roles=len(ROLES))


class Wrong(dict[str, list[str]]):
    """What was answered otherwise than the table demands -> who asked."""

    def compare(self, words: str, found: str, wanted: str, who: str) -> None:
        if found != wanted:
            self.setdefault(f"{words}: {found} instead of {wanted}", []).append(who)

    def __str__(self) -> str:
        return "".join(f"\n{words}: {' '.join(names)}" for words, names in self.items())


# --- the table is whole --------------------------------------------------------------------------------------------


def test_every_state_and_role_is_in_the_table() -> None:
    assert set(MODELS) == set(KINDS)
    for kind, model in MODELS.items():
        assert set(KINDS[kind]["states"]) == {str(state) for state in model.State}, kind
    assert {str(role) for role in Role} <= set(ROLES)
    assert {role for group in TABLE["groups"].values() for role in named(group)} <= set(ROLES)


def test_every_line_names_states_and_roles_that_there_are() -> None:
    for name, line in LINES.items():
        known = {*states_of(line.kind), "else"}
        facts = line.facts
        for part in ("in", "not_in", "only_in", "not_there", "other", "needs", "pressed_again"):
            assert set(facts.get(part, ())) <= known, (name, part)
        assert not line.acts or {"may", "in"} <= set(facts), name
        by_state = facts["may"] if isinstance(facts.get("may"), dict) else {"else": facts.get("may", [])}
        assert set(by_state) <= known, name
        assert {role for names in by_state.values() for role in named(names)} <= set(ROLES), name


def test_every_object_is_in_its_state(world: World) -> None:
    assert list(world.clients) == ROLES
    for kind, things in world.things.items():
        assert set(things) == set(states_of(kind))
        for state, thing in things.items():
            subject = getattr(getattr(thing.subject, "item", thing.subject), "catalogue", thing.subject) \
                if kind in ("item", "assignment") else thing.subject  # fmt: skip
            wanted = KINDS[kind].get("variants", {}).get(state, state)
            assert getattr(subject, "state", "none") == wanted, (kind, state)


def desk_routes(resolver: URLResolver | None = None, base: str = "/") -> Iterator[str]:
    """Every address pattern of the desk that names an object."""
    for one in (resolver or get_resolver()).url_patterns:
        route = base + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from desk_routes(one, route)
        elif isinstance(one, URLPattern) and route.startswith("/desk/") and ("<" in route or "(?P" in route):
            yield route


def test_a_missing_address_fails() -> None:
    """Whatever is added below an object of these kinds stands in the table, and any other object has its reason."""
    told = {re.sub(r"{\w+}", "<>", KINDS[line.kind]["at"] + line.rest) for line in LINES.values()}
    routes = {re.sub(r"<[^>]+>", "<>", route) for route in desk_routes()}
    elsewhere = {route for route in routes if route.startswith(tuple(TABLE["elsewhere"]))}
    assert not sorted(routes - told - elsewhere), "addresses that authority.yaml does not speak of"
    assert not sorted(told - routes), "addresses of authority.yaml that there are not"
    assert not sorted(told & elsewhere), "addresses of authority.yaml that it says stand elsewhere"
    useless = [start for start in TABLE["elsewhere"] if not any(route.startswith(start) for route in routes)]
    assert not useless, "reasons for addresses that there are not"


# --- what is answered ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ACTS)
def test_acts(world: World, name: str) -> None:
    line, wrong = LINES[name], Wrong()
    ask = world.get if "get" in line.methods else world.refused
    for state in states_of(line.kind):
        at, data = world.address(line, state), world.data(line, state)
        for who in ROLES:
            wrong.compare(f"get {state}", ask(who, "get", at), line.expected(who, state, "get"), who)
            wanted = line.expected(who, state, "post")
            found, acts = world.act(who, at, data)
            wrong.compare(f"post {state}", found, wanted, who)
            if found == wanted and bool(acts) != line.does(who, state) and not (acts and line.facts.get("silent")):
                wrong.setdefault(f"post {state}: {acts} acts", []).append(who)
            cells[name] += 2
    assert not wrong, str(wrong)
    assert world.nothing_happened(), "looking left a trace of an act"


@pytest.mark.parametrize("name", PAGES)
def test_pages_in_every_format(world: World, name: str) -> None:
    line, wrong, turns = LINES[name], Wrong(), ["head", "", "htmx", "", "json", ""]
    for number, state in enumerate(states_of(line.kind)):
        at = world.address(line, state)
        for turn, who in enumerate(ROLES, number):
            wanted = line.expected(who, state, "get")
            found, answer = world.look(who, "get", at)
            wrong.compare(f"get {state}", found, wanted, who)
            if form := turns[turn % len(turns)]:
                method, headers = FORMATS[form]
                found, other = world.look(who, method, at, **headers)
                wrong.compare(f"{form} {state}", found, wanted, who)
                same = other.headers.get("Content-Type") == answer.headers.get("Content-Type")
                assert form != "head" or (same and not b"".join(other))
                cells[form] += 1
            wrong.compare(f"post {state}", world.refused(who, "post", at), line.expected(who, state, "post"), who)
            cells[name] += 2
    assert not wrong, str(wrong)
    assert world.nothing_happened(), "looking left a trace of an act"


@pytest.mark.parametrize("method", NEVER)
def test_other_methods_are_refused_everywhere(world: World, method: str) -> None:
    """Before anything else is asked of the object: 405, and no act."""
    wrong = Wrong()
    for number, (name, line) in enumerate(LINES.items()):
        states = states_of(line.kind)
        for turn, state in enumerate(states):
            at = world.address(line, state)
            for role, who in enumerate(ROLES):
                whole = role == number % len(ROLES) and turn == number % len(states)
                ask = world.get if whole else world.refused
                wrong.compare(f"{name} {state}", ask(who, method, at), line.expected(who, state, method), who)
                cells[method] += 1
    assert not wrong, str(wrong)
    assert world.nothing_happened()


# --- no format says more than the page -------------------------------------------------------------------------------

ELSEWHERE = {  # the same record in other clothes: public, so there for published states alone
    "/records/{key}/": "public", "/records/{key}/print/": "public", "/elder/records/{key}/": "public",
    "/elder/records/{key}/print/": "public",
    "/hant/records/{key}/": "public", "/hant/records/{key}/print/": "public",
    "/api/v1/records/{key}": "public", "/api/v1/records/{key}/versions": "public",
    "/elder/desk/records/{key}/": "never", "/hant/desk/records/{key}/": "never", "/hant/elder/records/{key}/": "never",
    "/hant/api/v1/records/{key}": "never", "/records/{key}/edit/": "never", "/records/{key}.json": "never",
    "/records/{key}/ledger/": "never", "/api/v1/records/{key}/ledger": "never",
}  # fmt: skip
PUBLIC = ("published", "overturned", "correcting", "correction_review", "correction_approved")


def test_the_proof_of_removal_asks_at_every_public_address(world: World) -> None:
    """A form that is added later is not forgotten when something is taken down."""
    record = world.things["record"]["withdrawn"]
    proven = set(own_addresses(record.subject.publications.get()))
    assert {at.format(key=record.key) for at, sort in ELSEWHERE.items() if sort == "public"} <= proven


@pytest.mark.parametrize("at", ELSEWHERE)
def test_public_formats_answer_by_state_alone(world: World, at: str) -> None:
    """Whoever asks, logged in or not, and in whatever format: what is public is there, nothing else is."""
    wrong = Wrong()
    for state, thing in world.things["record"].items():
        wanted = "200" if state in PUBLIC and ELSEWHERE[at] == "public" else "404"
        if state == "withdrawn" and ELSEWHERE[at] == "public":
            wanted = "410"
        for who in ("anonymous", "drafter", "stranger", "system"):
            for method, headers in (("get", {}), *FORMATS.values()):
                found, answer = world.look(who, method, at.format(key=thing.key), **headers)
                wrong.compare(f"get {state} {at}", found, wanted, who)
                assert not answer.cookies
                cells["public"] += 1
    assert not wrong, str(wrong)
    assert world.nothing_happened()


@pytest.mark.parametrize("who", [role for role in ROLES if role not in named(KINDS["record"]["sees"])])
def test_lists_in_every_format_hold_nothing_of_others(world: World, who: str) -> None:
    """Lists and exports of those who may not see the records name none that is not public."""
    client: Client = world.clients[who]
    secret = [thing.subject for state, thing in world.things["record"].items() if state not in PUBLIC]
    for at in ("/desk/records/", "/desk/records/export.csv", "/desk/records/export.xlsx", "/desk/review/", "/desk/",
               "/list/", "/feed.xml", "/api/v1/records", "/api/v1/records.csv", "/sitemap-1.xml"):  # fmt: skip
        answer = client.get(at)
        body = b"".join(answer) if answer.streaming else answer.content
        for record in secret:
            assert f"/records/{record.pk}/".encode() not in body, (at, record.state)
        cells["lists"] += 1

"""Every address × everybody who may ask for it, held to `addresses.yaml`; and what no address may ever do."""

import json
from collections import Counter
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from gongkai import testing
from gongkai.ledger.models import Entry
from gongkai.operate import proofs
from gongkai.operate.tests import objects
from gongkai.organisations.models import Role
from gongkai.records.models import Publication, Record
from gongkai.review import queries as review_queries
from gongkai.review.models import Review

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "addresses.yaml").read_text(encoding="utf-8"))
LIBRARIES = {one: library for library in TABLE["libraries"] for one in library["of"]}
LIBRARY_ROWS = {f"{one['below']}: {name}": row for one in TABLE["libraries"] for name, row in one["rows"].items()}
ROWS: dict[str, Any] = TABLE["rows"] | LIBRARY_ROWS
LOGIN = "/desk/login/"
asked: Counter[str] = Counter()
pytestmark = pytest.mark.django_db


class World:
    """Everybody's browser, one of every object, all in one transaction; what a request changes is undone."""

    def __init__(self) -> None:
        self.county = testing._restore()
        self.objects = objects.everything(self.county)
        self.clients = objects.clients(self.county)

    def fill(self, text: Any) -> Any:
        """Braces replaced by what they name; {edited} alone is a whole form."""
        if isinstance(text, dict):
            return {name: self.fill(value) for name, value in text.items()}
        return self.objects[text[1:-1]] if text == "{edited}" else text.format(**self.objects)

    def ask(self, client: Client, method: str, address: str, data: Any = None) -> Any:
        kept = client.cookies.output(header="", sep=";")
        asked[method] += 1
        with transaction.atomic():
            before = Entry.objects.count() if method == "get" else 0
            answer = client.get(address) if method == "get" else client.post(address, data or {})
            if method == "get":
                assert Entry.objects.count() == before, f"looking at {address} left a trace of an act"
            transaction.set_rollback(True)
        client.cookies = SimpleCookie(kept)  # who pressed “log out” is still there for the next row
        return answer


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once for all rows."""
    with django_db_blocker.unblock(), transaction.atomic():
        caches["process"].clear()  # counts in the frame
        yield World()
        transaction.set_rollback(True)
    caches["process"].clear()
    proofs.report("addresses", rows=len(ROWS), roles=len(TABLE["who"]), asked=sum(asked.values()))


def addresses(row: dict[str, Any]) -> list[str]:
    return row["at"] if isinstance(row["at"], list) else [row["at"]]


def expected(answer: str | dict[Any, str]) -> dict[str, str]:
    """Who -> answer."""
    by_answer: dict[Any, str] = TABLE["answers"][answer] if isinstance(answer, str) else answer
    found: dict[str, str] = {}
    rest = ""
    for status, names in by_answer.items():
        for name in names.split():
            if name == "others":
                rest = str(status)
            for one in TABLE["groups"].get(name, [name]):
                found.setdefault(one, str(status))
    found.pop("others", None)
    assert set(found) <= set(TABLE["who"]), f"unknown: {set(found) - set(TABLE['who'])}"
    return {who: found.get(who, rest) for who in TABLE["who"]}


def said(answer: Any) -> str:
    if answer.status_code == 302 and answer.url.startswith(LOGIN):
        return "login"
    return str(answer.status_code)


def askers(row: dict[str, Any], answers: dict[str, str]) -> list[str]:
    """Everybody; four of them on public pages and where an address is not asked that way at all."""
    alike = in_public(row) or set(answers.values()) - {"login"} in ({"404"}, {"405"})
    return ["anonymous", "drafter", "stranger", "system"] if alike else list(answers)


def in_public(row: dict[str, Any]) -> bool:
    return not addresses(row)[0].startswith(("/desk/", "/admin/"))


# --- the table is whole -------------------------------------------------------------------------------------


def patterns(resolver: Any, prefix: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(name, route) of every address outside the libraries."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if not isinstance(one, URLResolver):
            name = ":".join((*names, one.name))
            exempt, reads = getattr(one.callback, "csrf_exempt", False), TABLE["rows"].get(name, {}).get("reads", False)
            assert exempt == reads, f"{route} takes forms from other sites, or is not only for reading"
            yield name, route
        elif getattr(one.urlconf_module, "__name__", one.namespace) not in LIBRARIES:
            yield from patterns(one, route, (*names, one.namespace) if one.namespace else names)


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    names = {name for name, _ in patterns(get_resolver())}
    told = {name.partition(" (")[0] for name in TABLE["rows"]}
    assert told == names, f"without a row: {sorted(names - told)}; without an address: {sorted(told - names)}"


def test_libraries_are_named_where_they_are() -> None:
    found = {getattr(one.urlconf_module, "__name__", one.namespace): str(one.pattern)
             for one in get_resolver().url_patterns if isinstance(one, URLResolver)}  # fmt: skip
    assert {one: f"/{found[one]}" for one in LIBRARIES} == {one: row["below"] for one, row in LIBRARIES.items()}
    assert all(library["why"] for library in TABLE["libraries"])


def test_every_role_stands_in_the_table(world: World) -> None:
    assert {str(role) for role in Role} <= set(TABLE["who"])
    assert list(TABLE["who"]) == list(world.clients)


# --- what each address answers ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ROWS)
def test_everybody_gets_the_answer_of_the_table(world: World, name: str) -> None:
    row = ROWS[name]
    post = row.get("post", "nobody_posts" if in_public(row) else "not_an_act")
    data = world.fill(row.get("send", {}))
    wrong: dict[str, list[str]] = {}
    for address in map(world.fill, addresses(row)):
        if name in TABLE["rows"]:
            assert resolve(address.partition("?")[0]).view_name == name.partition(" (")[0]
        for method, answers in (("get", expected(row["get"])), ("post", expected(post))):
            for who in askers(row, answers):
                found = world.ask(world.clients[who], method, address, data)
                if said(found) != answers[who]:
                    words = f"{method} {address}: {said(found)} instead of {answers[who]}"
                    wrong.setdefault(words, []).append(who)
                if in_public(row) and not row.get("form") and (found.cookies or "Set-Cookie" in found.headers):
                    wrong.setdefault(f"{method} {address}: sets a cookie", []).append(who)
    assert not wrong, "".join(f"\n{words}: {' '.join(names)}" for words, names in wrong.items())


# Ours, and there to be found by somebody.
OURS = [name for name, row in TABLE["rows"].items() if ":" in name and row["get"] not in ("nowhere", {404: "others"})]


@pytest.mark.parametrize("name", OURS)
def test_addresses_know_looking_and_acting_alone(world: World, name: str) -> None:
    """PUT, PATCH and DELETE are refused before anything else is asked, and nothing happens."""
    for address in map(world.fill, addresses(TABLE["rows"][name])):
        for who in ("drafter", "disclosure_officer"):
            for method in ("put", "patch", "delete"):
                with transaction.atomic():
                    before = Entry.objects.count()
                    answer = getattr(world.clients[who], method)(address)
                    assert Entry.objects.count() == before
                    transaction.set_rollback(True)
                assert answer.status_code == 405, f"{method} {address}: {answer.status_code}"


@pytest.mark.parametrize("name", ROWS)
def test_a_form_from_another_site_is_refused(world: World, name: str) -> None:
    """Acting without the page's own token is 403, whoever does it and whatever the address; 405 where nobody acts."""
    row = ROWS[name]
    refused = 405 if row.get("reads") else 403
    guarded = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    guarded.cookies["sessionid"] = world.clients["disclosure_officer"].cookies["sessionid"].value
    for address in map(world.fill, addresses(row)):
        assert world.ask(guarded, "post", address, world.fill(row.get("send", {}))).status_code == refused, address


@pytest.mark.parametrize("address", ["/desk/records/", "/desk/records/export.csv", "/desk/review/", "/desk/"])
@pytest.mark.parametrize("who", ["stranger", "system", "security", "audit"])
def test_lists_hold_nothing_of_other_agencies(world: World, address: str, who: str) -> None:
    title = Record.objects.get(pk=world.objects["draft"]).title
    assert title in world.clients["drafter"].get("/desk/records/").content.decode()
    answer = world.clients[who].get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    assert title not in body.decode()


def test_nobody_drops_the_filter_of_another(world: World) -> None:
    from gongkai.desk.models import SavedFilter

    for who, client in world.clients.items():
        with transaction.atomic():
            client.post(world.fill("/desk/filters/{filter}/drop/"))
            kept = SavedFilter.objects.filter(pk=world.objects["filter"]).exists()
            transaction.set_rollback(True)
        assert kept == (who != "drafter"), who


# --- permissions enforce the review -------------------------------------------------------------------------


def publishes(world: World, record: Record) -> list[str]:
    """Who gets the record into public by pressing 公开 now."""
    found = []
    for who, client in world.clients.items():
        with transaction.atomic():
            client.post(f"/desk/records/{record.pk}/publish/")
            public = Publication.objects.filter(record=record).exists()
            assert (Client(headers={"host": "localhost"}).get(f"/records/{record.pk}/").status_code == 200) == public
            transaction.set_rollback(True)
        found += [who] if public else []
    return found


def signs(world: World, review: Review, data: dict[str, Any]) -> list[str]:
    """Who gets the open step signed by pressing 同意 now."""
    found, before = [], review.signatures.count()
    for who, client in world.clients.items():
        with transaction.atomic():
            client.post(f"/desk/review/{review.pk}/sign/", data)
            found += [who] if review.signatures.count() > before else []
            transaction.set_rollback(True)
    return found


@pytest.mark.requirement("SZ-REV-04c")
def test_permissions_enforce_the_review(world: World) -> None:
    """Each step is signed by its post alone; before the last one nobody publishes, after it the officer alone."""
    with transaction.atomic():
        record = testing.complete_draft(world.county)
        assert publishes(world, record) == []
        world.clients["drafter"].post(f"/desk/records/{record.pk}/submit/")
        review = Review.objects.get(subject_kind="record", subject_id=str(record.pk))
        levels = 0
        while (step := review_queries.open_step(review)) is not None and review.state == Review.State.OPEN:
            data = {
                "sign-seen": json.dumps(review.parts),
                "sign-conclusion": "public",
                "sign-basis": "不涉及国家秘密",
                "sign-marked": "on",
            }
            assert signs(world, review, data) == [step.role], step.name
            assert publishes(world, record) == [], step.name
            world.clients[step.role].post(f"/desk/review/{review.pk}/sign/", data)
            levels += 1
            review = Review.objects.get(pk=review.pk)
        assert levels >= 3  # 三审三校
        world.clients["disclosure_officer"].post(
            f"/desk/records/{record.pk}/issue/", world.fill({"number": "示财〔2026〕9号", "issued_on": "{today}"})
        )
        assert publishes(world, record) == ["disclosure_officer"]
        transaction.set_rollback(True)

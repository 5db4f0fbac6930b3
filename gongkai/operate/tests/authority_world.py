"""The world that `authority.yaml` is asked of: everybody's browser, one object of each kind in every state."""

import copy
import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from gongkai import testing, urls
from gongkai.desk import context
from gongkai.ledger.models import Entry
from gongkai.operate.tests import objects, states
from gongkai.operate.tests.authority_lines import KINDS, Line
from gongkai.organisations import policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, User
from gongkai.organisations.queries import today
from gongkai.records.views import acting
from gongkai.ui import middleware

LOGIN = "/desk/login/"
NEVER = ("put", "patch", "delete", "options", "trace")
# A part of a page for htmx, a program, a browser that only asks whether it is there: it may look different, but is the
# same answer.
FORMATS: dict[str, tuple[str, dict[str, str]]] = {
    "head": ("head", {}),
    "htmx": ("get", {"HTTP_HX_REQUEST": "true"}),
    "json": ("get", {"HTTP_ACCEPT": "application/json"}),
}


class World:
    """Everybody's browser and one object of each kind in every state, in one transaction."""

    def __init__(self) -> None:
        self.county = testing._restore()
        self.things = states.everything(self.county)
        self.clients = objects.clients(self.county)
        self.cookies = {who: client.cookies.output(header="", sep=";") for who, client in self.clients.items()}
        self.people: dict[str, Any] = {"anonymous": AnonymousUser()}
        self.by_session: dict[str, str] = {}
        for who, client in self.clients.items():
            if who != "anonymous":
                self.people[who] = User.objects.get(pk=client.session["_auth_user_id"])
                self.by_session[client.cookies["sessionid"].value] = who
        soon = timezone.localtime(timezone.now() + dt.timedelta(hours=1))
        self.words = {"today": today().isoformat(), "soon": soon.strftime("%Y-%m-%dT%H:%M")}
        self.words["until"] = (today() + dt.timedelta(days=900)).isoformat()
        self.entries = Entry.objects.count()

    def person(self, who: str) -> Any:
        """A fresh copy, which remembers nothing of the last question."""
        found = copy.copy(self.people[who])
        if who != "anonymous":
            found._state = copy.copy(found._state)
            found._state.fields_cache = {}
        return found

    def address(self, line: Line, state: str) -> str:
        """Where the line's page or act of the object in that state lies."""
        known = self.known(line.kind, state)
        return str(KINDS[line.kind]["at"].format(**known)) + line.rest.format(**known)

    def known(self, kind: str, state: str) -> dict[str, Any]:
        """What stands in braces. What the object itself lacks is another's, so that the address has a form at all."""
        found = dict(self.words)
        for thing in (*self.things[kind].values(), self.things[kind][state]):
            found |= thing.words
        return found | {"key": self.things[kind][state].key}

    def data(self, line: Line, state: str) -> dict[str, Any]:
        """The form that is sent: `{word}` alone stands for what has that name, which may be a whole form."""
        send, known = line.facts.get("send", {}), self.known(line.kind, state)
        if isinstance(send, str):
            return dict(known[send[1:-1]])
        return {name.format(**known): value.format(**known) for name, value in send.items()}

    def look(self, who: str, method: str, address: str, **headers: str) -> tuple[str, Any]:
        """(what was said, the answer). Nothing is undone afterwards: see `nothing_happened`."""
        return self._said(who, getattr(self.clients[who], method)(address, **headers))

    def get(self, who: str, method: str, address: str) -> str:
        """What was said, as `refused` says it."""
        return self.look(who, method, address)[0]

    def act(self, who: str, address: str, data: dict[str, Any]) -> tuple[str, int]:
        """(what was said, acts that stand in the ledger because of it); then it is undone."""
        with transaction.atomic():
            answer = self.clients[who].post(address, data)
            acts = Entry.objects.count() - self.entries
            transaction.set_rollback(True)
        return self._said(who, answer)[0], acts

    def _said(self, who: str, answer: Any) -> tuple[str, Any]:
        if answer.cookies:  # forms set a token, acts a message: nobody carries them to the next question
            self.clients[who].cookies = SimpleCookie(self.cookies[who])
        login = answer.status_code == 302 and answer.url.startswith(LOGIN)
        return "login" if login else str(answer.status_code), answer

    def refused(self, who: str, method: str, address: str) -> str:
        """What the view itself says to a method that is not meant for it, without everything that stands before it."""
        request = RequestFactory(headers={"host": "localhost"}).generic(method.upper(), address)
        request.user = self.people[who]
        found = resolve(address)
        answer = found.func(request, *found.args, **found.kwargs)
        login = answer.status_code == 302 and answer.url.startswith(LOGIN)
        return "login" if login else str(answer.status_code)

    def nothing_happened(self) -> bool:
        """Whether no act stands in the ledger that was not there when the world was made."""
        return bool(Entry.objects.count() == self.entries)


def _bare(request: HttpRequest, *_more: Any, status: int = 404, **_facts: Any) -> HttpResponse:
    return HttpResponse(status=status)


def _remembered(asked: Callable[..., Any]) -> Callable[..., Any]:
    """Who holds which post does not change here, so each such question is put to the database once."""
    known: dict[Any, Any] = {}

    def answer(person: Any, *more: Any) -> Any:
        facts = [tuple(one) if isinstance(one, Iterable) else one for one in more]
        key = (person.pk, *facts)
        if key not in known:
            found = asked(person, *facts)
            agencies = isinstance(found, QuerySet)
            known[key] = Agency.objects.filter(pk__in=[one.pk for one in found]) if agencies else found
        return known[key].all() if isinstance(known[key], QuerySet) else known[key]

    return answer


@contextmanager
def cheap(world: World) -> Iterator[None]:
    """What costs much and says nothing of who may what is left out: the menu, the words of a refusal, its log line.
    Who asks is known from the session's key without a query, and his posts are looked up once."""

    def whose(request: HttpRequest) -> Any:
        return world.person(world.by_session.get(request.COOKIES.get("sessionid", ""), "anonymous"))

    with pytest.MonkeyPatch.context() as patched:
        # Who has just acted on a record and presses again is sent on without a word; here everybody has just acted.
        patched.setattr(acting, "AGAIN", dt.timedelta(0))
        patched.setattr(auth, "get_user", whose)
        for module, name in ((organisations, "post_for"), (organisations, "agencies_of"), (policy, "in_section")):
            patched.setattr(module, name, _remembered(getattr(module, name)))
        patched.setattr(context, "_nav", lambda *_: [])
        patched.setattr(context, "_where", lambda *_: "")
        patched.setattr(middleware, "render", _bare)
        patched.setattr(urls, "handler404", _bare, raising=False)
        patched.setattr(logging.getLogger("django.request"), "disabled", True)
        yield

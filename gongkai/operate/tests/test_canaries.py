"""What stands in a private field comes out nowhere: pages, feeds, files, index, exports, errors, logs, mail."""

import io
import json
import logging
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from gongkai import testing
from gongkai.catalogue import registry
from gongkai.catalogue.models import Statement
from gongkai.desk import feed
from gongkai.files import actions as file_actions
from gongkai.files.models import File
from gongkai.operate import proofs
from gongkai.operate.tests import canaries, objects
from gongkai.operate.tests.canaries import BIRD
from gongkai.portal.traditional import traditional
from gongkai.records import actions, exporting
from gongkai.records.models import Record
from gongkai.search.index import the_index
from gongkai.search.tasks import reindex

LINK = re.compile(r"""(?:href|src)="(/[^"#]*)|<(?:loc|link|id)>http://[^/]+(/[^<]*)""")
MOST = 3000
SEEDS = ["/", "/elder/", "/hant/", "/sitemap.xml", "/sitemap-1.xml", "/robots.txt", "/feed.xml", "/search/", "/healthz",
         "/api/", "/api/v1/records", "/api/v1/records.csv", "/api/v1/changes", "/api/v1/catalogue/items",
         "/api/v1/agencies", "/api/v1/agencies?ended=true", "/api/v1/rules", "/api/v1/catalog.jsonld",
         "/api/v1/openapi.json", "/desk/login/", "/desk/", "/desk/records/", "/admin/"]  # fmt: skip
pytestmark = pytest.mark.django_db


class Crawl:
    """Everything anybody can fetch, each address once."""

    def __init__(self, world: "World") -> None:
        self.files = world.files
        self.client = Client(headers={"host": "localhost"}, raise_request_exception=False)
        self.asked: dict[str, int] = {}
        self.wrong: list[str] = []
        self.places = 0

    def look(self, place: str, data: bytes) -> None:
        self.places += 1
        if canaries.leaks(data):
            self.wrong.append(place)

    def ask(self, address: str, method: str = "get") -> list[str]:
        answer = getattr(self.client, method)(address)
        body = b"".join(answer) if answer.streaming else answer.content
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        self.asked[f"{method} {address}"] = answer.status_code
        self.look(f"{method} {address} ({answer.status_code})", body)
        self.look(f"head of {method} {address}", head.encode())
        if method == "get" and "text" in answer.headers.get("Content-Type", "") + "xml":
            text = body.decode(errors="replace")
            return [(a or b).replace("&amp;", "&") for a, b in LINK.findall(text)]
        return []

    def exhaust(self) -> None:
        queue, seen = deque(SEEDS), set(SEEDS)
        for record in Record.objects.values_list("pk", flat=True):
            queue += [f"/records/{record}/", f"/records/{record}/print/", f"/elder/records/{record}/",
                      f"/api/v1/records/{record}", f"/api/v1/records/{record}/versions", f"/desk/records/{record}/",
                      f"/records/{record}/attachments/1/", f"/hant/records/{record}/",
                      f"/hant/records/{record}/print/", f"/hant/records/{record}/attachments/1/"]  # fmt: skip
        for sha256, name in self.files:
            queue += [f"/files/{sha256[:12]}/{one}" for one in {name, "附录.txt", "附表.txt"}]
        while queue:
            address = queue.popleft()
            for link in self.ask(address):
                if link not in seen and not link.startswith(("/static/", "/desk/", "/admin/")):
                    seen.add(link)
                    queue.append(link)
            assert len(self.asked) < MOST, "the crawl does not end"


class World:
    """One of everything an address can name, made by acts; then canaries in every private field."""

    def __init__(self) -> None:
        self.county = testing._restore()
        self.objects = objects.everything(self.county)
        draft = Record.objects.get(pk=self.objects["draft"])
        self.file = file_actions.store(f"附件{canaries.BIRD}".encode(), "未公开.txt", None)
        actions.attach(record=draft, by=self.county["drafter"], file=self.file)
        self.files = list(File.objects.values_list("sha256", "name"))  # as somebody knows them who once saw them
        mail.outbox = []
        self.planted = canaries.Planted()
        self.planted.everywhere()
        caches["process"].clear()
        reindex()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)
    caches["process"].clear()


def test_every_field_is_decided() -> None:
    """A new field must be called private or public before the tests pass again."""
    found, told = canaries.fields(), {label: set(words) for label, words in canaries.TABLE.items()}
    assert told == found
    words = {str(word) for of in canaries.TABLE.values() for word in of.values() if not isinstance(word, dict)}
    assert words == {"private", "public", "machine"}


def test_a_token_is_known_however_it_is_written() -> None:
    """Also where the page was converted, escaped, encoded or packed."""
    assert canaries.leaks(traditional(f"<p>{BIRD}</p>").encode())
    for one in canaries.BIRDS:
        written = [json.dumps(one), json.dumps(one).upper().replace("U", "u"), quote(one), quote(one).lower(),
                   f"&#{ord(one)};", f"&#x{ord(one):x};", f"&#x{ord(one):X};"]  # fmt: skip
        for text in (one, *written):
            assert canaries.leaks(f"附件{text}一".encode()), text
        for code in ("utf-16-le", "gb18030"):
            assert canaries.leaks(f"附件{one}一".encode(code)), code
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("一", one)
        assert canaries.leaks(packed.getvalue())
    assert not canaries.leaks("附件一鸟".encode())


def test_nothing_private_comes_out(world: World, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    crawl = Crawl(world)
    with caplog.at_level(logging.DEBUG):
        crawl.exhaust()
        for method in ("head", "post", "put", "delete", "options"):
            for address in ("/", "/list/", "/api/v1/records", f"/records/{world.objects['draft']}/", "/search/"):
                crawl.ask(address, method)
        for place, token in world.planted.tokens.items():
            answer = crawl.client.get("/search/", {"q": token})
            assert answer.status_code == 200
            # The question itself stands in the field and, as an address, in the links to the page's other forms.
            body = answer.content.decode().replace(token, "").replace(quote(token), "")
            crawl.look(f"search for {place}", body.encode())
    crawl.look("logs", caplog.text.encode())
    for name, data in canaries.below(Path(the_index().path)):
        crawl.look(f"index {name}", data)
    text = io.StringIO()
    exporting.to_jsonl(exporting.rows(), text, tmp_path / "with-files")
    crawl.look("records export (jsonl)", text.getvalue().encode())
    exporting.to_xlsx(exporting.rows(), tmp_path / "all.xlsx", None)
    for folder in (tmp_path, Path(settings.DATA) / "public"):
        for name, data in canaries.below(folder):
            crawl.look(f"file {name}", data + name.encode())
    crawl.look("mail", "".join(f"{one.subject}{one.body}" for one in mail.outbox).encode())
    assert not crawl.wrong, "\n".join(crawl.wrong)
    statuses = set(crawl.asked.values())
    assert {200, 302, 404, 405, 410} <= statuses and 500 not in statuses, statuses
    assert sum(status == 200 for status in crawl.asked.values()) > 100  # the pages are real ones
    private = len({place.partition(" ")[0] for place in world.planted.tokens})
    proofs.report("canaries", fields=private, tokens=len(world.planted.tokens), places=crawl.places)


def test_an_error_page_says_nothing(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault whose message and local variables hold what is private: neither is shown."""
    from gongkai.portal.views import home

    secret = canaries.BIRD

    def broken(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(secret)

    monkeypatch.setattr(home, "page", broken)
    settings.DEBUG = False
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    answer = client.get("/")
    assert answer.status_code == 500
    assert not canaries.leaks(answer.content) and not canaries.leaks(str(answer.headers).encode())


def test_a_calendar_holds_the_own_work_alone(world: World) -> None:
    """The feed of somebody of another agency names nothing of the department's but the questions it is asked."""
    stranger = objects.account("somebody-else")
    objects.appoint(stranger, world.county.other, "drafter")
    query = feed.address(stranger).partition("?")[2]
    answer = Client(headers={"host": "localhost"}).get(f"/desk/worklist.ics?{query}")
    assert answer.status_code == 200
    assert not canaries.leaks(answer.content)


def test_public_pages_ask_for_no_working_copy(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an agency drafts does not change what the public reads, not even by making a statement disappear."""

    def asked(*args: Any) -> Any:
        raise AssertionError("a public page asked what is being drafted")

    monkeypatch.setattr(registry, "waiting", asked)
    code = Statement.objects.get(pk=world.objects["statement"]).item_code
    answer = Client(headers={"host": "localhost"}).get(f"/catalogue/{code}/")
    assert answer.status_code == 200 and "没有此类信息" in answer.content.decode()

"""The pages in a browser: accessible, and nothing runs out of a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai import testing
from gongkai.ui.testing import axe_violations, wait_until_kept

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

As = Callable[[str], Client]
PAGES = [
    (
        "drafter",
        "/desk/ /desk/calendar-feed/ /desk/account/ /desk/account/password/change/ /desk/rules/?q=foi "
        "/desk/rules/publication.default/ /desk/rules/lint/?kind=X /desk/organisations/people/",
    ),
    ("office.open_government_section", "/desk/overview/"),
    (
        "system",
        "/desk/organisations/ /desk/organisations/{agency}/ /desk/organisations/{agency}/change/ "
        "/desk/organisations/accounts/ /desk/organisations/accounts/{person}/",
    ),
    (
        "security",
        "/desk/organisations/posts/ /desk/organisations/posts/appoint/ /desk/organisations/deputies/ "
        "/desk/organisations/{agency}/posts/",
    ),
    (
        "audit",
        "/desk/ledger/ /desk/ledger/{entry}/ /desk/ledger/chains/{chain}/ /desk/ledger/checks/ /desk/ledger/roots/",
    ),
]


def held(show: Callable[[str, int], Any], html: str) -> None:
    for width in (1280, 360):
        tab = show(html, width)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, tab.title()
        assert axe_violations(tab) == [], tab.title()
        tab.close()


@pytest.mark.parametrize(("who", "paths"), PAGES, ids=[who for who, _ in PAGES])
def test_pages_at_both_widths(as_: As, county: Any, browser: Callable[[], Any], who: str, paths: str) -> None:
    from gongkai.ledger.models import Entry
    from gongkai.records import actions

    actions.submit(record=testing.complete_draft(county), by=county["drafter"])
    entry = Entry.objects.order_by("-id").first()
    assert entry
    facts = {"agency": county.department.pk, "person": county["drafter"].pk, "entry": entry.pk, "chain": entry.chain_id}
    client = as_(who)
    pages = [client.get(path.format(**facts)) for path in paths.split()]
    assert [page.status_code for page in pages] == [200] * len(pages)
    with browser() as show:
        for page in pages:
            held(show, page.content.decode())


def test_the_log_in_page(browser: Callable[[], Any], db: None) -> None:
    page = Client().get("/desk/login/").content.decode()
    with browser() as show:
        held(show, page)


def test_what_was_typed_is_offered_again_at_the_same_address(as_: As, browser: Callable[[], Any]) -> None:
    """The session ends while a form is filled in; `next` leads back to it after log-in, and the text is there."""
    page = as_("system").get("/desk/organisations/open/").content.decode()
    with browser() as show:
        tab = show(page, 1280)
        tab.fill("#id_name", "示范县水利局")
        wait_until_kept(tab, "示范县水利局")
        tab.reload()
        assert tab.input_value("#id_name") == ""
        tab.click("text=恢复上次填写的内容")
        assert tab.input_value("#id_name") == "示范县水利局"

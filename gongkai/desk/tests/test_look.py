"""The pages in a browser: accessible, and nothing runs out of a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai import testing
from gongkai.ui.testing import axe_violations

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

PAGES = [
    ("drafter", ["/desk/", "/desk/calendar-feed/", "/desk/account/", "/desk/account/password/change/", "/desk/rules/?q=foi",
                 "/desk/rules/publication.default/", "/desk/rules/lint/?kind=X", "/desk/organisations/people/"]),
    ("office.open_government_section", ["/desk/overview/"]),
    ("system", ["/desk/organisations/", "/desk/organisations/{agency}/", "/desk/organisations/{agency}/change/",
                "/desk/organisations/accounts/", "/desk/organisations/accounts/{person}/"]),
    ("security", ["/desk/organisations/posts/", "/desk/organisations/posts/appoint/", "/desk/organisations/deputies/",
                  "/desk/organisations/{agency}/posts/"]),
    ("audit", ["/desk/ledger/", "/desk/ledger/{entry}/", "/desk/ledger/chains/{chain}/", "/desk/ledger/checks/",
               "/desk/ledger/roots/"]),
]  # fmt: skip


def held(tab: Any, width: int) -> None:
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_violations(tab) == []


@pytest.mark.parametrize(("who", "paths"), PAGES, ids=[who for who, _ in PAGES])
def test_pages_at_both_widths(
    as_: Callable[[str], Client], county: Any, show: Callable[..., Any], who: str, paths: list[str]
) -> None:
    from gongkai.ledger.models import Entry
    from gongkai.records import actions

    actions.submit(record=testing.complete_draft(county), by=county["drafter"])
    entry = Entry.objects.order_by("-id").first()
    assert entry
    facts = {"agency": county.department.pk, "person": county["drafter"].pk, "entry": entry.pk, "chain": entry.chain_id}
    client = as_(who)
    for path in paths:
        response = client.get(path.format(**facts))
        assert response.status_code == 200, path
        for width in (1280, 360):
            held(show(response.content.decode(), width), width)


def test_the_log_in_page(show: Callable[..., Any], db: None) -> None:
    for width in (1280, 360):
        held(show(Client().get("/desk/login/").content.decode(), width), width)


def test_what_was_typed_is_offered_again_after_logging_in_anew(
    as_: Callable[[str], Client], county: Any, show: Callable[..., Any]
) -> None:
    """The session ends while a form is filled in; after log-in, at the same address in the same tab, it is back."""
    client = as_("system")
    tab = show(client.get("/desk/organisations/open/").content.decode(), 1280)
    tab.fill("#id_name", "示范县水利局")
    tab.wait_for_timeout(600)
    tab.reload()
    assert tab.input_value("#id_name") == ""
    tab.click("text=恢复上次填写的内容")
    assert tab.input_value("#id_name") == "示范县水利局"

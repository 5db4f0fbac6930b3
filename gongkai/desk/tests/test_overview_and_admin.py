"""The section's overview, and what Django's admin does not hold."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai import testing
from gongkai.desk import queries

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def issued(county: Any, number: str, day: dt.date) -> Any:
    from gongkai.records import actions

    record = testing.approved(county, title=f"通知{number}")
    return actions.issue(record=record, by=county["disclosure_officer"], number=number, issued_on=day)


@pytest.mark.requirement("SZ-DUTY-01b")
def test_each_agency_with_its_numbers_the_worst_first(as_: As, county: Any) -> None:
    testing.complete_draft(county)
    issued(county, "示财〔2026〕3号", dt.date(2026, 6, 2))
    testing.published(county)
    rows = queries.overview()
    assert rows[0].agency == county.department
    one = rows[0]
    assert (one.drafting, one.reviewing, one.waiting, one.late, one.published) == (1, 0, 1, 1, 1)
    assert all(row.late == row.waiting == 0 for row in rows[1:])
    section = as_("office.open_government_section")
    page = section.get("/desk/overview/").content.decode()
    home = section.get("/desk/").content.decode()
    board = section.get("/desk/catalogue/board/").content.decode()
    for text, other in ((home, "/desk/catalogue/board/"), (page, "/desk/catalogue/board/"), (board, "/desk/overview/")):
        assert "待公开文件超期" in text and f'href="{other}' in text, "files and items are counted under two names"
    assert "1 个机关共 1 件" in home and "事项超期" in board
    assert f"/desk/records/?agency={county.department.pk}&amp;show=late" in page and "县民政局" in page


@pytest.mark.parametrize("who", ["drafter", "office.principal", "system", "audit"])
def test_only_the_section_sees_it(as_: As, who: str) -> None:
    response = as_(who).get("/desk/overview/")
    assert response.status_code == 403 and "政务公开科" in response.content.decode()


def test_the_overview_does_not_ask_by_agency(as_: As, county: Any) -> None:
    client = as_("office.open_government_section")
    issued(county, "示财〔2026〕3号", dt.date(2026, 6, 2))
    client.get("/desk/overview/")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/overview/")
    for number in range(4, 8):
        issued(county, f"示财〔2026〕{number}号", dt.date(2026, 6, 2))
    client.get("/desk/overview/")
    with CaptureQueriesContext(connection) as more:
        client.get("/desk/overview/")
    assert len(more) <= len(few) <= 16, [one["sql"] for one in more]


def test_the_admin_holds_nothing_that_is_a_subject_of_law() -> None:
    held = {model._meta.label for model in admin.site._registry}
    assert held == {"procrastinate.ProcrastinateJob", "usersessions.UserSession"}


def test_the_admin_is_entered_by_our_log_in(as_: As) -> None:
    assert Client().get("/admin/").url.startswith("/admin/login/")
    response = Client().get("/admin/login/?next=/admin/")
    assert response.status_code == 302 and response.url.startswith("/desk/login/?next=")
    assert as_("drafter").get("/admin/", follow=True).status_code in (403, 404)
    assert as_("security").get("/admin/", follow=True).status_code in (403, 404)


def test_the_system_administrator_looks_and_changes_nothing(as_: As, county: Any) -> None:
    session = UserSession.objects.create(user=county["drafter"], ip="10.0.0.7", session_key="secret-session-key")
    client = as_("system")
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/procrastinate/procrastinatejob/").status_code == 200
    page = client.get(f"/admin/usersessions/usersession/{session.pk}/change/").content.decode()
    assert "10.0.0.7" in page and "secret-session-key" not in page
    for path in ("add/", f"{session.pk}/delete/"):
        assert client.get(f"/admin/usersessions/usersession/{path}").status_code == 403
    assert client.get("/admin/organisations/user/").status_code == 404


def test_looking_is_for_the_system_administrator_alone(county: Any, rf: Any) -> None:
    """Django would let in whoever is staff; here the post decides, at each of the questions that Django asks."""
    request = rf.get("/admin/")
    for name, person in (county.people | county.administrators).items():
        person.is_staff = True
        request.user = person
        for held in admin.site._registry.values():
            found = (held.has_module_permission(request), held.has_view_permission(request))
            assert found == (name == "system", name == "system"), name

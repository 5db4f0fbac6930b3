"""A refusal becomes help: the right status, the right frame, nothing for strangers."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gongkai.refusals import NotLawful, NotNow, NotYours, Refusal
from gongkai.ui.middleware import RefusalMiddleware

STAFF = "somebody who is signed in"
pytestmark = pytest.mark.django_db
STRANGER = SimpleNamespace(is_authenticated=False)


def refused(
    refusal: Exception, *, path: str = "/desk/x/", user: Any = STAFF, htmx: bool = False, **headers: str
) -> HttpResponse | None:
    request: HttpRequest = RequestFactory().get(path, headers=headers or None)
    if user is STAFF:
        user, _ = get_user_model().objects.get_or_create(username="staff", defaults={"name": "经办人"})
    request.user = user
    request.htmx = htmx  # type: ignore[attr-defined]
    return RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, refusal)


def make(kind: type[Refusal]) -> Refusal:
    return kind(
        "records.x",
        "这条信息还不能发布。",
        source="工作制度 三",
        remedy="请等待终审终校。",
        due_on=date(2026, 11, 22),
    )


@pytest.mark.parametrize(("kind", "status"), [(NotYours, 403), (NotNow, 409), (NotLawful, 422)])
def test_a_refusal_tells_what_why_and_what_now(kind: type[Refusal], status: int) -> None:
    response = refused(make(kind))
    assert response is not None and response.status_code == status
    html = response.content.decode()
    for text in (
        kind.heading,
        "这条信息还不能发布。",
        "工作制度 三",
        "请等待终审终校。",
        "没有改动任何内容",
        "desk-main",
    ):
        assert text in html


def test_strangers_are_not_told_that_the_thing_exists() -> None:
    for path in ("/desk/x/", "/x/"):
        response = refused(make(NotYours), path=path, user=STRANGER)
        assert response is not None and response.status_code == 404
        assert "还不能发布" not in response.content.decode()
    api = refused(make(NotYours), path="/api/x", user=STRANGER)
    assert api is not None and api.status_code == 404 and json.loads(api.content)["code"] == "not_found"


def test_citizens_get_the_public_frame() -> None:
    response = refused(make(NotNow), path="/apply/", user=STRANGER)
    assert response is not None and response.status_code == 409
    assert 'class="foot"' in response.content.decode()


def test_programs_get_json() -> None:
    response = refused(make(NotLawful), accept="application/json")
    assert response is not None and response.status_code == 422
    assert json.loads(response.content) == {
        "code": "records.x",
        "message": "这条信息还不能发布。",
        "source": "工作制度 三",
        "remedy": "请等待终审终校。",
        "facts": {"due_on": "2026-11-22"},
    }


def test_htmx_gets_a_part_of_a_page() -> None:
    response = refused(make(NotNow), htmx=True)
    assert response is not None and response.status_code == 409
    assert "<html" not in response.content.decode() and "请等待终审终校。" in response.content.decode()


def test_the_way_back_stays_on_this_site() -> None:
    here = refused(make(NotNow), referer="http://testserver/desk/records/1/")
    away = refused(make(NotNow), referer="http://elsewhere.example/desk/")
    assert here is not None and 'href="/desk/records/1/"' in here.content.decode()
    assert away is not None and "elsewhere" not in away.content.decode()


def test_faults_are_left_to_others() -> None:
    assert refused(ValueError("broken")) is None

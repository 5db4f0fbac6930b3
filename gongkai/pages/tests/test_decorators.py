"""Public pages are the same for all, cached by content, and write only when something changed."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from gongkai import pages
from gongkai.pages.models import Page

pytestmark = pytest.mark.django_db
content = {"text": "一"}


@pages.public_page
def view(request: HttpRequest, number: int) -> HttpResponse:
    pages.use(f"record:{number}", "list:all")
    return HttpResponse(content["text"])


def get(path: str = "/r/1/", **headers: str) -> HttpResponse:
    content["text"] = content["text"] or "一"
    return view(RequestFactory().get(path, headers=headers), 1)


def test_the_facts_are_recorded_under_the_path() -> None:
    assert get().status_code == 200
    assert set(Page.objects.get(path="/r/1/").keys.values_list("key", flat=True)) == {"record:1", "list:all"}


def test_headers_allow_caching_and_set_no_cookie() -> None:
    response = get()
    assert response["ETag"] and response["Last-Modified"]
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies and "Vary" not in response


def test_reading_again_writes_nothing(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    get()
    with django_assert_num_queries(1):
        get()


def test_an_unchanged_page_answers_304() -> None:
    first = get()
    assert get(if_none_match=first["ETag"]).status_code == 304
    assert get(if_modified_since=first["Last-Modified"]).status_code == 304


def test_a_changed_page_answers_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    first = get()
    monkeypatch.setitem(content, "text", "二")
    second = get(if_none_match=first["ETag"])
    assert (second.status_code, second.content.decode()) == (200, "二")


def test_a_question_in_the_address_is_not_recorded() -> None:
    assert get("/r/1/?q=x").status_code == 200
    assert not Page.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(method: str) -> None:
    assert view(getattr(RequestFactory(), method)("/r/1/"), 1).status_code == 405


def test_an_absent_page_is_not_recorded() -> None:
    @pages.public_page
    def absent(request: HttpRequest) -> HttpResponse:
        raise Http404

    with pytest.raises(Http404):
        absent(RequestFactory().get("/none/"))
    gone = pages.public_page(lambda request: HttpResponse(status=410))(RequestFactory().get("/gone/"))
    assert gone.status_code == 410 and not Page.objects.exists()


def test_a_view_that_would_set_a_cookie_fails_loudly() -> None:
    @pages.public_page
    def cookie(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("x")
        response.set_cookie("a", "b")
        return response

    @pages.public_page
    def token(request: HttpRequest) -> HttpResponse:
        return HttpResponse(get_token(request))

    for wrong in (cookie, token):
        with pytest.raises(ImproperlyConfigured):
            wrong(RequestFactory().get("/x/"))


def test_collections_nest_and_use_outside_is_harmless() -> None:
    pages.use("record:0")
    with pages.collect() as outer:
        pages.use("record:1")
        with pages.collect() as inner:
            pages.use("record:2")
    assert (inner, outer) == ({"record:2"}, {"record:1", "record:2"})

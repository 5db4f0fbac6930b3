"""Screens of agencies, accounts and posts: who reaches them, errors in Chinese, three administrators apart."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.ledger.queries import history
from gongkai.organisations import actions, queries
from gongkai.organisations.models import Agency, Deputy, Post, Role, User

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
ROOT = "/desk/organisations/"
FACTS = {
    "name": "示范县水利局", "short_name": "县水利局", "kind": "department", "uscc": "12331003E96936103G",
    "place": "cn/zhejiang/shaoxing/shengzhou", "functions": "水利、water", "order": "30", "from_on": "2019-03-01",
}  # fmt: skip


@pytest.fixture
def as_(county: Any) -> As:
    def log_in(name: str) -> Client:
        client = Client()
        client.force_login(county.administrators.get(name) or county[name])
        return client

    return log_in


# Address → who may see it; everybody else gets 403, strangers the log-in page.
STAFF = {"drafter", "system", "security", "audit"}
TABLE = {
    "": STAFF,
    "people/": STAFF,
    "{agency}/": STAFF,
    "{agency}/offices/": STAFF,
    "{agency}/posts/": STAFF,
    "{agency}/history/": STAFF,
    "open/": {"system"},
    "{agency}/change/": {"system"},
    "{agency}/end/": {"system"},
    "{agency}/offices/open/": {"system"},
    "accounts/": {"system", "security", "audit"},
    "accounts/{other}/": {"system", "security", "audit"},
    "accounts/{own}/": STAFF,
    "accounts/open/": {"system"},
    "accounts/{other}/reset/": {"system"},
    "accounts/{other}/close/": {"security"},
    "accounts/{other}/second-factor/": {"security"},
    "posts/": {"security"},
    "posts/appoint/": {"security"},
    "posts/{post}/end/": {"security"},
    "posts/{post}/deputise/": {"security"},
    "deputies/": {"security"},
}


def test_who_reaches_which_page(as_: As, county: Any) -> None:
    post = Post.objects.filter(person=county["leader_in_charge"]).get()
    facts = {
        "agency": county.department.pk,
        "own": county["drafter"].pk,
        "other": county["principal"].pk,
        "post": post.pk,
    }
    clients = {who: as_(who) for who in sorted(STAFF)}
    for path, allowed in TABLE.items():
        address = ROOT + path.format(**facts)
        assert Client().get(address).url.startswith("/desk/login/"), address
        for who, client in clients.items():
            assert client.get(address).status_code == (200 if who in allowed else 403), (address, who)


def test_acts_are_refused_to_the_wrong_administrator(as_: As, county: Any) -> None:
    before = Agency.objects.count(), User.objects.count(), Post.objects.count()
    for who in ("drafter", "security", "audit"):
        assert as_(who).post(f"{ROOT}open/", FACTS).status_code == 403
        assert as_(who).post(f"{ROOT}accounts/open/", {"username": "abc", "name": "某"}).status_code == 403
    for who in ("drafter", "system", "audit"):
        assert as_(who).post(f"{ROOT}posts/appoint/", {}).status_code == 403
        assert as_(who).post(f"{ROOT}accounts/{county['drafter'].pk}/close/", {"reason": "x"}).status_code == 403
    assert before == (Agency.objects.count(), User.objects.count(), Post.objects.count())


def test_open_and_change_an_agency(as_: As, county: Any) -> None:
    client = as_("system")
    response = client.post(f"{ROOT}open/", FACTS)
    agency = Agency.objects.get(name="示范县水利局")
    assert response.url == f"{ROOT}{agency.pk}/" and agency.functions == ["水利", "water"]
    client.post(f"{ROOT}{agency.pk}/change/", FACTS | {"phone": "0575-12345678"})
    entry = history(agency).last()
    assert entry and entry.before == {"phone": ""} and entry.after == {"phone": "0575-12345678"}
    client.post(f"{ROOT}{agency.pk}/change/", FACTS | {"phone": "0575-12345678"})
    assert history(agency).count() == 2, "an unchanged form is no act"
    page = client.get(f"{ROOT}{agency.pk}/history/").content.decode()
    assert "变更机关信息" in page and "登记机关" in page


def test_an_odd_code_is_said_and_taken_when_confirmed(as_: As) -> None:
    client, odd = as_("system"), FACTS | {"uscc": "91350211M0000XUF46"}
    page = client.post(f"{ROOT}open/", odd).content.decode()
    assert "请核对" in page and 'name="uscc_sure"' in page and not Agency.objects.filter(uscc=odd["uscc"]).exists()
    assert client.post(f"{ROOT}open/", odd | {"uscc_sure": "on"}).status_code == 302
    assert Agency.objects.filter(uscc=odd["uscc"]).exists()


def test_errors_are_sentences_that_say_what_to_do(as_: As, county: Any) -> None:
    page = as_("system").post(f"{ROOT}open/", {"from_on": "昨天"}).content.decode()
    assert "请填写这一项" in page and "请按“2026-01-31”的样子填写日期" in page and "处需要修改" in page
    page = as_("security").post(f"{ROOT}posts/appoint/", {"person": "999999", "agency": "x"}).content.decode()
    assert "请从列出的选项中选择" in page
    page = as_("system").post(f"{ROOT}accounts/open/", {"username": "张三", "name": "张"}).content.decode()
    assert "账号只能用小写字母" in page
    again = as_("system").post(f"{ROOT}accounts/open/", {"username": "department-drafter", "name": "某"})
    assert "已经存在" in again.content.decode()


def test_offices_open_and_dissolve(as_: As, county: Any) -> None:
    client, root = as_("system"), f"{ROOT}{county.department.pk}/offices/"
    client.post(f"{root}open/", {"name": "预算科", "order": "10"})
    office = county.department.offices.get()
    assert client.post(f"{root}open/", {"name": "预算科", "order": "10"}).status_code == 409
    assert "预算科" in client.get(root).content.decode()
    client.post(f"{ROOT}offices/{office.pk}/end/")
    office.refresh_from_db()
    assert office.to_on == queries.today() and "已撤销" in client.get(root).content.decode()


def test_an_agency_ends_only_without_posts(as_: As, county: Any) -> None:
    client, address = as_("system"), f"{ROOT}{county.other.pk}/end/"
    form = {"to_on": queries.today().isoformat(), "successor": county.department.pk, "reason": "机构改革"}
    refused = client.post(address, form)
    assert refused.status_code == 409 and "岗位没有收回" in refused.content.decode()
    for post in Post.objects.filter(agency=county.other):
        actions.end_post(post=post, to_on=queries.today(), by=county.administrators["security"])
    assert client.post(address, form).status_code == 302
    county.other.refresh_from_db()
    assert county.other.successor == county.department
    assert history(county.other).last().act == "organisations.agency_ended"
    assert client.post(address, form).status_code == 409


def test_a_new_account_has_a_password_shown_once_and_no_post(as_: As, county: Any) -> None:
    form = {"username": "zhang.san", "name": "新来的人", "admin_role": ""}
    response = as_("system").post(f"{ROOT}accounts/open/", form)
    user = User.objects.get(username="zhang.san")
    password = response.context["password"]
    assert password in response.content.decode() and "no-store" in response["Cache-Control"]
    assert user.check_password(password) and user.must_change_password and not queries.posts_of(user).exists()
    assert password not in as_("system").get(f"{ROOT}accounts/{user.pk}/").content.decode()
    assert password not in str([entry.after for entry in history(user)])


def test_appoint_deputise_and_end(as_: As, county: Any) -> None:
    client, person = as_("security"), county["other.drafter"]
    today = queries.today().isoformat()
    form = {"person": person.pk, "agency": county.department.pk, "role": Role.DRAFTER, "from_on": today}
    assert client.post(f"{ROOT}posts/appoint/", form).url == f"{ROOT}accounts/{person.pk}/"
    assert "无需重复授予" in client.post(f"{ROOT}posts/appoint/", form).content.decode()
    post = Post.objects.get(person=person, agency=county.department)
    deputy = {"person": county["principal"].pk, "from_on": today, "to_on": today, "reason": "外出"}
    assert client.post(f"{ROOT}posts/{post.pk}/deputise/", deputy | {"person": person.pk}).status_code == 200
    assert client.post(f"{ROOT}posts/{post.pk}/deputise/", deputy).url == f"{ROOT}deputies/"
    assert "外出" in client.get(f"{ROOT}deputies/").content.decode()
    one = Deputy.objects.get()
    assert client.post(f"{ROOT}deputies/{one.pk}/end/", {"to_on": "2020-01-01"}).status_code == 200
    assert client.post(f"{ROOT}deputies/{one.pk}/end/", {"to_on": today}).url == f"{ROOT}deputies/"
    early = {"to_on": "2019-01-01", "reason": "调整"}
    assert "不能早于授予日期" in client.post(f"{ROOT}posts/{post.pk}/end/", early).content.decode()
    assert client.post(f"{ROOT}posts/{post.pk}/end/", early | {"to_on": today}).url == f"{ROOT}posts/"
    assert [entry.act for entry in history(person)][-4:] == [
        "organisations.appointed", "organisations.deputised", "organisations.deputy_ended", "organisations.post_ended",
    ]  # fmt: skip


def test_an_office_must_belong_to_the_agency(as_: As, county: Any) -> None:
    office = actions.open_office(agency=county.other, name="救助科", by=county.administrators["system"])
    form = {"person": county["other.drafter"].pk, "agency": county.department.pk, "office": office.pk,
            "role": Role.DRAFTER, "from_on": "2026-01-01"}  # fmt: skip
    page = as_("security").post(f"{ROOT}posts/appoint/", form).content.decode()
    assert "不是县财政局的内设机构" in page


def test_the_directory_finds_people(as_: As, county: Any) -> None:
    client = as_("drafter")
    page = client.get(f"{ROOT}people/?agency={county.other.pk}&role=principal").content.decode()
    assert page.count("<tr>") == 2 and "县民政局主要负责人" in page
    assert "没有找到" in client.get(f"{ROOT}people/?q=查无此人").content.decode()
    assert client.get(f"{ROOT}people/?agency=x&role=y").status_code == 200


@pytest.mark.parametrize("path", ["", "people/", "{agency}/posts/"])
def test_queries_do_not_grow_with_people(as_: As, county: Any, path: str) -> None:
    client, address = as_("drafter"), ROOT + path.format(agency=county.department.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 12, [one["sql"] for one in asked]

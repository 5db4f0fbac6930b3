"""Every address × every role, the way from upload to adoption, and a budget for the long table."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai import ledger
from gongkai.catalogue import actions, periods, statements, urls
from gongkai.catalogue.models import Catalogue
from gongkai.catalogue.tests.world import PLACE, bring
from gongkai.organisations.queries import today

pytestmark = pytest.mark.django_db

# name: (method, what the section gets, what a clerk gets). Anonymous people are sent to the log-in.
TABLE = {
    "versions": ("get", 200, 200),
    "import": ("get", 200, 403),
    "import_confirm": ("post", 200, 403),
    "import_shipped": ("post", 302, 403),
    "catalogue": ("get", 200, 200),
    "coverage": ("get", 200, 200),
    "adopt": ("post", 409, 403),
    "reassign": ("post", 302, 403),
    "discard": ("post", 409, 403),
    "item": ("get", 200, 200),
    "assign": ("post", 200, 403),
    "link": ("post", 302, 403),
    "unassign": ("post", 302, 403),
    "standard_export": ("get", 200, 200),
    "compare_list": ("get", 200, 403),
    "board": ("get", 200, 302),
    "board_items": ("get", 200, 200),
    "verify": ("post", 422, 403),
    "board_heat": ("get", 200, 200),
    "board_export": ("get", 200, 200),
    "board_agency": ("get", 200, 200),
    "board_item": ("get", 200, 200),
    "duty": ("get", 200, 200),
    "state": ("post", 403, 403),
    "withdraw": ("post", 403, 403),
    "remind": ("post", 302, 403),
}
KEYS = {
    "item": "item", "assign": "item", "link": "item", "unassign": "assignment", "withdraw": "statement",
    "board_agency": "agency", "duty": "agency", "state": "agency",
}  # fmt: skip
HEADER = "序号,一级目录,二级目录,三级目录,公开内容,公开依据,公开时限\n"
FILE = HEADER + "1,法定主动公开内容,统计信息,,公开统计公报,条例,动态更新\n"


def address(name: str, catalogue: Catalogue) -> str:
    pattern = next(one for one in urls.urlpatterns if one.name == name)
    item = catalogue.items.get(number=19)
    agency = item.assignments.first().agency
    keys = {"item": item.pk, "assignment": item.assignments.first().pk, "agency": agency.pk}
    if name == "withdraw":
        keys["statement"] = said_nothing(agency, item).pk
    key = keys.get(KEYS.get(name, ""), catalogue.pk)
    named = str(pattern.pattern).replace("<int:pk>", str(key)).replace("<str:code>", item.code)
    return "/desk/catalogue/" + named.replace("<str:kind>", "xlsx")


def said_nothing(agency, item):
    facts = statements.facts(agency, item)
    period = periods.offered(item, facts, today())[0]
    return actions.state(agency=agency, item=item, period=period, reason="没有此类信息。", by=ledger.SYSTEM)


def client(person=None) -> Client:
    made = Client()
    if person is not None:
        made.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


ELSEWHERE = (
    "gongkai.catalogue.sheets",
    "gongkai.catalogue.points",
    "gongkai.catalogue.views.planning",
)  # held by the table of all addresses


def test_every_address_stands_in_the_table() -> None:
    own = {one.name for one in urls.urlpatterns if not one.callback.__module__.startswith(ELSEWHERE)}
    assert own == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_addresses_and_roles(name: str, in_force, section, clerk) -> None:
    method, for_section, for_clerk = TABLE[name]
    where = address(name, in_force)
    anonymous = getattr(client(), method)(where)
    assert anonymous.status_code == 302 and "/desk/login/" in anonymous["Location"]
    assert getattr(client(clerk), method)(where).status_code == for_clerk
    assert getattr(client(section), method)(where).status_code == for_section


def test_a_draft_is_not_even_there_for_a_clerk(draft, section, clerk) -> None:
    assert client(clerk).get(f"/desk/catalogue/{draft.pk}/").status_code == 404
    assert client(clerk).post(f"/desk/catalogue/{draft.pk}/adopt/").status_code == 404
    assert client(section).get(f"/desk/catalogue/{draft.pk}/").status_code == 200


def upload(person, text: str, name: str = "目录.csv"):
    facts = {"title": "示范目录", "source": "示政办发〔2026〕1号", "since": "2026-01-01", "place": PLACE}
    file = SimpleUploadedFile(name, text.encode("gb18030"))
    return client(person).post("/desk/catalogue/import/", facts | {"file": file})


def test_from_upload_over_the_report_to_adoption(section, office) -> None:
    report = upload(section, FILE)
    assert "可以导入" in report.content.decode() and not Catalogue.objects.exists()
    payload = report.context["form"].initial["payload"]
    made = client(section).post("/desk/catalogue/import/confirm/", {"payload": payload})
    draft = Catalogue.objects.get()
    assert made["Location"] == f"/desk/catalogue/{draft.pk}/" and draft.title == "示范目录"
    client(section).post(f"/desk/catalogue/{draft.pk}/adopt/")
    draft.refresh_from_db()
    assert draft.state == "in_force"


def test_faulty_rows_are_named_and_left_out_only_on_request(section) -> None:
    report = upload(section, FILE + "2,,,,内容,条例,20个时辰内\n")
    page = report.content.decode()
    assert "单位“个时辰”不认识" in page and "有误" in page
    payload = report.context["form"].initial["payload"]
    refused = client(section).post("/desk/catalogue/import/confirm/", {"payload": payload})
    assert refused.status_code == 422 and not Catalogue.objects.exists()
    client(section).post("/desk/catalogue/import/confirm/", {"payload": payload, "allow_partial": "on"})
    assert Catalogue.objects.get().items.count() == 1


def test_a_report_changed_on_the_way_is_refused(section) -> None:
    answer = client(section).post("/desk/catalogue/import/confirm/", {"payload": "eyJ0aXRsZSI6IngifQ:x:y"})
    assert "请重新上传文件" in answer.content.decode() and not Catalogue.objects.exists()


def test_a_file_without_a_header_offers_no_import(section) -> None:
    report = upload(section, "甲,乙\n1,2\n")
    assert "没有找到表头" in report.content.decode() and report.context["form"] is None


def test_the_table_shows_local_words_and_the_lawful_limit(in_force, clerk) -> None:
    page = client(clerk).get(f"/desk/catalogue/{in_force.pk}/").content.decode()
    assert "自该政府信息形成或者变更之日起20个工作日内" in page
    assert "批准之日起不超过20日（自然日）" in page and "预算法 第十四条第一款" in page
    differs = client(clerk).get(f"/desk/catalogue/{in_force.pk}/?show=differs").content.decode()
    assert "政府预算" in differs and "市政府常务会议" not in differs


def test_the_item_page_shows_lint_and_agencies(in_force, section, civil) -> None:
    item = in_force.items.get(number=30)
    page = client(section).get(f"/desk/catalogue/items/{item.pk}/").content.decode()
    assert "地方规定宽于上位规定" in page and "示范县财政局" in page and "政府采购合同" in page
    client(section).post(f"/desk/catalogue/items/{item.pk}/assign/", {"agency": civil.pk, "reason": "集中采购"})
    assert item.assignments.filter(agency=civil).exists()


def test_an_agency_must_be_chosen(in_force, section) -> None:
    item = in_force.items.get(number=30)
    before = item.assignments.count()
    answer = client(section).post(f"/desk/catalogue/items/{item.pk}/assign/", {"agency": "9999"})
    assert answer.status_code == 200 and item.assignments.count() == before


def test_every_class_of_article_20_stands_on_the_coverage_page(in_force, clerk) -> None:
    page = client(clerk).get(f"/desk/catalogue/{in_force.pk}/coverage/").content.decode()
    assert "政府集中采购" in page and "行政事业性收费" in page


def test_the_long_table_has_a_query_budget(in_force, section, django_assert_max_num_queries) -> None:
    bring()
    person = client(section)
    person.get(f"/desk/catalogue/{in_force.pk}/")  # the menu's count of the worklist is remembered until the next act
    with django_assert_max_num_queries(24):
        assert person.get(f"/desk/catalogue/{in_force.pk}/").status_code == 200

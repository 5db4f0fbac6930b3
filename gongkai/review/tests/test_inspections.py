"""The secrecy administration inspects secrecy reviews of its level and orders their correction. 黄岩 保密审查 12"""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai import ledger, worklist
from gongkai.ledger.models import Entry
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import actions as records
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions, inspecting
from gongkai.review.models import Inspection, Signature
from gongkai.testing import County, approved, published, refused

pytestmark = pytest.mark.django_db
HUANGYAN = "cn/zhejiang/taizhou/huangyan"
DUE = today() + dt.timedelta(days=5)
FOUND = "审查依据没有写明对照的保密事项范围，应当重新核对"
ACT = "纠正保密审查"


@pytest.fixture
def record(county: County) -> Record:
    """Public, with its signed secrecy form; the other agency is the secrecy administration of 黄岩."""
    made = published(county)
    Agency.objects.update(place=HUANGYAN)
    organisations.change_agency(
        agency=Agency.objects.get(pk=county.other.pk), functions=["secrecy_administration"], by=ledger.SYSTEM
    )
    return made


@pytest.fixture
def signature(record: Record) -> Signature:
    return Signature.objects.exclude(form={}).get(review__subject_id=str(record.pk))


def order(county: County, signature: Signature, **more: Any) -> Inspection:
    data = {"by": county["other.leader_in_charge"], "finding": FOUND, "due_on": DUE} | more
    return actions.order_correction(signature=signature, **data)


def owed(person: Any) -> list[Any]:
    return [one for one in worklist.for_person(person) if one.act == ACT]


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.requirement("HY-SEC-12")
def test_the_secrecy_administration_reads_the_forms_of_its_level(county: County, signature: Signature) -> None:
    reviewer = county["other.secrecy_reviewer"]
    assert list(inspecting.forms(reviewer)) == [signature]
    client = client_of(reviewer)
    assert "检查同级机关的保密审查表" in client.get("/desk/review/").content.decode()
    text = client.get("/desk/review/inspections/").content.decode()
    assert "关于加强2026年度财政预算管理的通知" in text and "可以公开" in text
    text = client.get(f"/desk/review/inspections/{signature.pk}/").content.decode()
    assert signature.form["basis"] in text and "限期" not in text and 'name="finding"' not in text, "a reviewer reads"
    assert client.get(f"/desk/records/{signature.review.subject_id}/").status_code == 404, "the form, not the papers"


@pytest.mark.requirement("HY-SEC-12")
def test_nobody_else_inspects(county: County, signature: Signature) -> None:
    for person in ("other.drafter", "other.section_head", "office.principal", "principal", "secrecy_head"):
        assert not inspecting.forms(county[person]).exists(), person
        refused(NotYours, "review.order", order, county=county, signature=signature, by=county[person])
        assert client_of(county[person]).get("/desk/review/inspections/").status_code == 403
        assert client_of(county[person]).get(f"/desk/review/inspections/{signature.pk}/").status_code == 404
    refused(NotYours, "review.order", order, county=county, signature=signature, by=county["other.secrecy_reviewer"])
    Agency.objects.filter(pk=county.department.pk).update(place="cn/zhejiang/shaoxing/shengzhou")
    assert not inspecting.forms(county["other.secrecy_reviewer"]).exists(), "its own level only"
    Agency.objects.filter(pk=county.department.pk).update(place=HUANGYAN)
    Agency.objects.filter(pk=county.other.pk).update(functions=[])
    assert not inspecting.forms(county["other.secrecy_reviewer"]).exists()


def test_nobody_inspects_himself(county: County, signature: Signature) -> None:
    Agency.objects.filter(pk=county.department.pk).update(functions=["secrecy_administration"])
    assert not inspecting.forms(county["secrecy_reviewer"]).exists()
    refused(NotYours, "review.order", order, county=county, signature=signature, by=county["principal"])


@pytest.mark.requirement("HY-SEC-12")
def test_an_order_stands_until_the_agency_reports(county: County, signature: Signature) -> None:
    client = client_of(county["other.principal"])
    address = f"/desk/review/inspections/{signature.pk}/"
    assert client.post(address, {"finding": "错", "due_on": DUE.isoformat()}).status_code == 422
    assert client.post(address, {"finding": FOUND, "due_on": DUE.isoformat()}).status_code == 302
    made = Inspection.objects.get()
    for person in ("secrecy_head", "leader_in_charge", "principal"):
        (item,) = owed(county[person])
        assert item.due_on == DUE and item.note == FOUND and "第十二条" in item.source
        assert item.from_whom == county.other.name
    assert owed(county["drafter"]) == [] and owed(county["office.principal"]) == []
    assert Entry.objects.get(act="review.correction_ordered").reason == FOUND
    refused(NotNow, "review.ordered", order, county=county, signature=signature)
    assert client.get(made.get_absolute_url()).status_code == 200
    assert client_of(county["office.principal"]).get(made.get_absolute_url()).status_code == 404
    report = actions.report_correction
    refused(NotYours, "review.order_answer", report, order=made, by=county["drafter"], answer="已重新核对")
    refused(NotLawful, "review.order_words", report, order=made, by=county["principal"], answer="好")
    head = client_of(county["secrecy_head"])
    assert "报告纠正情况" in head.get(made.get_absolute_url()).content.decode()
    address = f"{made.get_absolute_url()}report/"
    assert head.get(address).status_code == 200
    assert head.post(address, {"answer": "已对照事项范围重新核对，不涉密"}).status_code == 302
    assert owed(county["principal"]) == [] and "已报告纠正情况" in client.get(made.get_absolute_url()).content.decode()
    refused(NotNow, "review.order_answered", report, order=made, by=county["principal"], answer="再报告一次")
    assert head.get(address).status_code == 409
    assert "责令纠正" in client.get("/desk/review/inspections/").content.decode()


@pytest.mark.requirement("HY-SEC-12")
def test_taking_it_down_ends_the_order(county: County, record: Record, signature: Signature) -> None:
    made = order(county, signature)
    assert inspecting.mended(made) == ""
    records.withdraw(record=record, by=county["disclosure_officer"], kind="secrecy", reason="经检查不应当公开")
    assert owed(county["principal"]) == [] and inspecting.state_of(made) == ("已撤下", "done")


def test_what_an_order_must_say(county: County, signature: Signature) -> None:
    refused(NotLawful, "review.finding", order, county=county, signature=signature, finding="错")
    yesterday = today() - dt.timedelta(days=1)
    refused(NotLawful, "review.order_due", order, county=county, signature=signature, due_on=yesterday)
    number = "身份证号11010519491231002X没有遮盖"
    refused(NotLawful, "review.personal_data", order, county=county, signature=signature, finding=number)
    made = order(county, signature)
    report = actions.report_correction
    refused(NotLawful, "review.personal_data", report, order=made, by=county["principal"], answer=number)


def test_a_form_of_what_never_was_public_is_inspected_too(county: County, record: Record) -> None:
    Agency.objects.update(place="cn/zhejiang/shaoxing/shengzhou")
    other = approved(county)
    Agency.objects.update(place=HUANGYAN)
    found = inspecting.forms(county["other.principal"])
    assert {one.review.subject_id for one in found} == {str(record.pk), str(other.pk)}

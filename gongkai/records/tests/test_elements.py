"""What the information of an item must say, by the lists of the place."""

from typing import Any

import pytest

from gongkai import rules
from gongkai.checks import actions as check_actions
from gongkai.checks.models import Report
from gongkai.files import actions as file_actions
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import actions, checking
from gongkai.records.models import Record
from gongkai.refusals import NotLawful
from gongkai.testing import PLACE, County, complete_draft, published, sign_all

pytestmark = pytest.mark.django_db
PARTIES = "建设单位：示范县城投中心；设计单位：甲设计院；施工单位：乙公司；监理单位：丙公司；"


def under(county: County, number: int, **changes: Any) -> Record:
    """A draft of the department under an item of the catalogue."""
    record = complete_draft(county, **changes)
    item = county.catalogue.items.get(number=number)
    actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={}, item=item)
    return Record.objects.get(pk=record.pk)


def report(county: County, record: Record) -> Report:
    return checking.run(Record.objects.get(pk=record.pk), county["drafter"])


def told(county: County, record: Record) -> list[str]:
    """What is said to be missing."""
    return [one["message"] for one in report(county, record).findings if one["kind"] == "missing_element"]


def says(county: County, record: Record, html: str) -> None:
    record = Record.objects.get(pk=record.pk)
    actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={"html": html})


@pytest.mark.requirement("SX-CAT-36")
def test_construction_information_names_all_five_parties_or_does_not_go_out(county: County) -> None:
    record = under(county, 36, title="某道路工程施工有关信息", html=f"<p>{PARTIES}</p>")
    missing, others = told(county, record)
    assert missing == "五方责任主体应当写明的内容中没有找到：勘察单位。"
    for what in ("各单位负责人、联系人", "项目经理", "资质", "项目管理机构设置", "环境保护措施", "开工时间", "工期"):
        assert what in others
    review = actions.submit(record=record, by=county["drafter"])
    with pytest.raises(NotLawful, match="勘察单位"):
        sign_all(county, review)
    file = file_actions.store("勘察单位：丁勘察院，资质甲级".encode(), "五方责任主体.txt", None)
    actions.attach(record=Record.objects.get(pk=record.pk), by=county["drafter"], file=file)
    (others,) = told(county, record)
    assert "资质" not in others, "attachments are read as well"
    sign_all(county, review)
    assert Record.objects.get(pk=record.pk).state == Record.State.APPROVED


@pytest.mark.requirement("SX-CAT-49")
def test_the_old_age_allowance_comes_with_its_two_figures(county: County) -> None:
    record = under(county, 49, title="2026年10月高龄津贴支出情况", html="<p>本月发放人数1204人。</p>")
    assert told(county, record) == ["高龄津贴支出应当写明的内容中没有找到：总金额。"]
    says(county, record, "<p>本月发放人数1204人，总金额60.2万元。</p>")
    assert told(county, record) == []


def test_somebody_accountable_may_answer_for_what_is_missing(county: County) -> None:
    record = under(county, 49, title="高龄津贴支出情况", html="<p>本月没有新增发放对象。</p>")
    review = actions.submit(record=record, by=county["drafter"])
    made = report(county, record)
    (finding,) = [one for one in made.findings if one["kind"] == "missing_element"]
    check_actions.override(
        report=made, fingerprint=finding["fingerprint"], by=county["disclosure_officer"], reason="数字由省平台统一公布"
    )
    sign_all(county, review)
    assert Record.objects.get(pk=record.pk).state == Record.State.APPROVED


WANTED_ONCE_A_YEAR = [
    pytest.param(40, "publication.enrolment", 7, marks=pytest.mark.requirement("SX-T19-35"), id="招生"),
    pytest.param(23, "publication.project_performance", 4, marks=pytest.mark.requirement("SX-T19-38"), id="项目"),
    pytest.param(20, "publication.debt", 4, marks=pytest.mark.requirement("SX-T19-39"), id="债务"),
    pytest.param(33, "publication.tender_extra", 4, marks=pytest.mark.requirement("SX-T19-42"), id="招标投标"),
    pytest.param(60, "publication.enforcement_basics", 6, marks=pytest.mark.requirement("SX-T19-21"), id="执法"),
    pytest.param(64, "publication.housing", 8, marks=pytest.mark.requirement("SX-T19-36"), id="住房"),
    pytest.param(39, "publication.poverty_relief", 5, marks=pytest.mark.requirement("SX-T19-24"), id="帮扶"),
    pytest.param(44, "publication.environment", 2, marks=pytest.mark.requirement("SX-T19-25"), id="环境"),
]


@pytest.mark.parametrize(("number", "name", "count"), WANTED_ONCE_A_YEAR)
def test_what_is_not_yet_public_this_year_is_named_until_it_is(
    county: County, number: int, name: str, count: int
) -> None:
    rule = rules.at(name, PLACE, today())
    labels = [one["label"] for one in rule.value]
    assert len(labels) == count
    record = under(county, number, title="招生、项目、债券情况", html="<p>见附件。</p>")
    (message,) = told(county, record)
    assert "今年还有没有公开的内容" in message and all(label in message for label in labels)
    says(county, record, f"<p>{rule.value[0]['words'][0]}。</p>")
    (message,) = told(county, record)
    assert labels[0] not in message.partition("：")[2].split("、") and labels[-1] in message
    assert not any(one["blocking"] for one in report(county, record).findings if one["kind"] == "missing_element")


def test_what_the_agency_published_this_year_counts(county: County) -> None:
    item = county.catalogue.items.get(number=40)
    plan = published(county, html="<p>招生方案、招生范围、招生程序、报名条件、学校情况见附件，咨询电话见下。</p>")
    plan.publications.update(item=item, first_published_at=plan.publications.get().published_at)
    record = under(county, 40, title="2026年招生工作情况", html="<p>以下为有关情况。</p>")
    assert told(county, record) == ["招生信息今年还有没有公开的内容：录取结果。"]
    plan.publications.update(first_published_at="2019-01-01T00:00:00Z")
    assert "招生方案" in told(county, record)[0]
    assert told(county, under(county, 40, title="教师招聘公告", html="<p>略。</p>")) == [], "not about enrolment"


@pytest.mark.requirement("CD-KEY-04a")
def test_chengdu_wants_the_three_public_expenses_in_detail(county: County) -> None:
    Agency.objects.filter(pk=county.department.pk).update(place="cn/sichuan/chengdu")
    html = "<p>“三公”经费决算：因公出国（境）团组2个，共5人次，出访国家2个；公务用车购置数量1辆，保有量8辆。</p>"
    record = under(county, 22, title="2025年部门决算", html=html)
    assert told(county, record) == ["“三公”经费应当写明的内容中没有找到：车型、车辆价格。"]
    says(county, record, html + "<p>车型为轿车，购置价格18万元。</p>")
    assert told(county, record) == []


def test_what_stays_closed_and_what_no_list_binds_is_left_alone(county: County) -> None:
    assert told(county, complete_draft(county)) == []
    record = under(county, 49, title="高龄津贴支出情况", html="<p>略。</p>")
    assert told(county, record)
    withheld = actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="process", reason="尚在讨论中"
    )
    assert told(county, withheld) == []

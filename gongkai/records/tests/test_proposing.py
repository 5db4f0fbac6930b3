"""What the text says of itself is proposed, and said where the fields say something else; absurd days go nowhere."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.checks import queries as check_queries
from gongkai.ledger.gates import pass_gates
from gongkai.records import actions, checking, days, edit_form, proposing, wording
from gongkai.records.models import Record, Relation
from gongkai.records.tests.documents import drafted, fresh, public
from gongkai.records.tests.test_views import a_docx, client_of, form_of, page
from gongkai.refusals import NotLawful, NotNow
from gongkai.testing import County, sign_all

pytestmark = pytest.mark.django_db
TEXT = "自2026年12月1日起施行，有效期5年。《示范县财政局关于资产管理的通知》（示财〔2024〕1号）同时废止。"
PAPER = a_docx(
    "示范县财政局关于印发资产管理办法的通知",
    "各单位：",
    "现将资产管理办法印发给你们，请遵照执行。",
    TEXT,
    "示范县财政局",
    "2026年11月21日",
)


@pytest.fixture
def clerk(county: County) -> Client:
    return client_of(county["drafter"])


def found(record: Record, by: Any) -> dict[str, str]:
    checking.run(fresh(record), by)
    report = check_queries.latest(record)
    assert report is not None
    return {f"{one.part}/{one.kind}": one.message for one in check_queries.findings(report)}


@pytest.mark.parametrize(
    ("text", "effective", "expires"),
    [
        (TEXT, dt.date(2026, 12, 1), dt.date(2031, 12, 1)),
        ("本办法自2026年12月1日起施行，有效期至2031年11月30日。", dt.date(2026, 12, 1), dt.date(2031, 12, 1)),
        ("本通知自2024年2月29日起试行，试行期一年。", dt.date(2024, 2, 29), dt.date(2025, 3, 1)),
        ("本办法自二〇二六年十二月一日起正式实施。", dt.date(2026, 12, 1), None),
        ("自2026年12月1日起执行，至2026年2月28日止。", dt.date(2026, 12, 1), None),
        ("根据《示范办法》自2019年5月1日起施行的要求，推进工作。", None, None),
        ("有效期5年的许可证由发证机关收回。", None, None),
        ("项目自2026年1月1日起至2026年6月30日止。", None, None),
    ],
)
def test_days_are_read_from_the_text(text: str, effective: Any, expires: Any) -> None:
    expected = {"effective_on": effective, "expires_on": expires}
    assert proposing.days(text) == {name: day for name, day in expected.items() if day}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (TEXT, ["示财〔2024〕1号"]),
        ("《甲法》（示政〔2020〕3号）、《乙法》（示政[2021]4号）同时废止。", ["示政〔2020〕3号", "示政〔2021〕4号"]),
        ("示财〔2024〕1号文件即行废止。", ["示财〔2024〕1号"]),
        ("经研究，现予废止《丙规定》。", ["丙规定"]),
        ("根据《行政许可法》，《丙规定》予以废止。", ["丙规定"]),
        ("《甲办法》第三条同时废止。", []),
        ("该办法已于2020年废止。", []),
        ("清理结果分为继续有效、修改和废止。", []),
    ],
)  # fmt: skip
def test_repeals_are_read_from_the_text(text: str, named: list[str]) -> None:
    assert [one.number or one.title for one in wording.said(text).repeals] == named


def test_a_read_file_proposes_days_and_the_repeal_and_one_save_takes_them(county: County, clerk: Client) -> None:
    old = public(county, "示财〔2024〕1号")
    sent = {"agency": county.department.pk, "main": SimpleUploadedFile("通知.docx", PAPER), "key": "k1"}
    clerk.post("/desk/records/new/", sent)
    record = Record.objects.latest("pk")
    assert (record.content["effective_on"], record.content["expires_on"]) == ("2026-12-01", "2031-12-01")
    text = page(clerk.get(f"/desk/records/{record.pk}/edit/"))
    assert "已按正文中施行的日期填写，请核对。" in text and "已按正文中的有效期推算填写" in text
    assert "废止《示范县财政局关于资产管理的通知》（示财〔2024〕1号）" in text and "正文写明废止的文件" in text
    form = edit_form.EditForm(record=record)
    assert form.initial["relation_said"] == ["示财〔2024〕1号"]
    first = form.fields["suggested"].choices[0]  # type: ignore[attr-defined]
    assert "规范性文件" in first[1], "what is ticked as normative is offered the item of normative documents first"
    data = form_of(record, relation_said=["示财〔2024〕1号"], effective_on="2026-12-01", expires_on="2031-12-01")
    assert clerk.post(f"/desk/records/{record.pk}/edit/", data | {"save": "1"}).status_code == 302
    row = Relation.objects.get(record=record)
    assert (row.kind, row.target) == (Relation.Kind.REPEALS, old)
    assert "与其他文件的关系/relation" not in found(record, county["drafter"])
    assert "正文写明废止的文件" not in page(clerk.get(f"/desk/records/{record.pk}/edit/"))


def test_an_unregistered_repeal_and_days_that_differ_are_told(county: County) -> None:
    html = f"<p>各单位：</p><p>{TEXT}</p><p>示范县财政局</p><p>2026年11月21日</p>"
    given = {"date_made": "2026-11-20", "effective_on": "2026-11-30"}
    record = drafted(county, normative=True, html=html, **given)
    said = found(record, county["drafter"])
    assert "成文日期填写的是2026年11月20日，落款写的是2026年11月21日" in said["成文日期/date_wording"]
    assert said["实施日期/date_wording"] == "正文写明自2026年12月1日起施行，实施日期填写的是2026年11月30日。"
    assert "到2031年11月30日为止，失效日期没有填写" in said["失效日期/date_wording"]
    assert "没有登记关系" in said["与其他文件的关系/relation"]


@pytest.mark.parametrize("html", ["<p>各单位：</p><p>请遵照执行。</p><p>示范县财政局</p><p>2026年6月1日</p>"])
def test_what_agrees_is_not_told(county: County, html: str) -> None:
    assert found(drafted(county, html=html), county["drafter"]) == {}


@pytest.mark.parametrize(("field", "day"), [("date_made", "2026-11-18"), ("effective_on", "2026-12-01")])
def test_an_expiry_before_the_beginning_is_refused_everywhere(
    county: County, clerk: Client, field: str, day: str
) -> None:
    record = drafted(county)
    data = form_of(record, **{field: day}, expires_on="2025-01-01")
    text = page(clerk.post(f"/desk/records/{record.pk}/edit/", data | {"save": "1"}), 422)
    assert "失效日期2025-01-01早于" in text and 'id="id_expires_on_error"' in text
    assert not fresh(record).content.get("expires_on")
    by = county["drafter"]
    bad = drafted(county, "示范县财政局关于另一事项的通知", **{field: day, "expires_on": "2025-01-01"})
    with pytest.raises(NotLawful) as caught:
        actions.submit(record=bad, by=by)
    assert caught.value.code == "records.expiry_order" and caught.value.remedy


@pytest.mark.parametrize("act", ["records.submit", "records.issue", "records.publish"])
def test_every_later_act_asks_for_the_days_again(county: County, act: str) -> None:
    record = drafted(county, expires_on="2026-05-01")
    checking.run(record, county["drafter"])
    with pytest.raises(NotLawful, match="早于成文日期"):
        pass_gates(act, record, county["disclosure_officer"])
    assert days.gate(drafted(county, expires_on="2027-05-01"), county["drafter"]) is None


def test_a_number_that_issue_would_refuse_is_told_in_drafting_and_refused_at_submission(county: County) -> None:
    record = drafted(county, number="示财2026年9号文")
    assert "不是规范的发文字号" in found(record, county["drafter"])["发文字号/number_form"]
    with pytest.raises(NotLawful) as caught:
        actions.submit(record=record, by=county["drafter"])
    assert caught.value.code == "records.number_shape"


def test_a_number_that_is_taken_is_told_in_drafting(county: County) -> None:
    public(county, "示财〔2026〕9号")
    record = drafted(county, "示范县财政局关于另一事项的通知", number="示财〔2026〕9号")
    assert "已经用于《示范县财政局关于资产管理的通知》" in found(record, county["drafter"])["发文字号/number_form"]
    with pytest.raises(NotNow):
        actions.submit(record=record, by=county["drafter"])
    free = drafted(county, "示范县财政局关于第三事项的通知", number="示财〔2026〕10号")
    assert found(free, county["drafter"]) == {}
    sign_all(county, actions.submit(record=free, by=county["drafter"]))

"""Words, dates, amounts, brackets, sums, numbering, attachments, links: told when wrong, silent when right."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks import Context, Word, bench, scan, scan_document
from gongkai.checks.amounts import in_words
from gongkai.checks.finding import Finding
from gongkai.checks.links import is_private, links_of, own_path
from gongkai.checks.models import KeptWord
from gongkai.checks.samples_flaws import FLAWS, flaws
from gongkai.checks.wordlist import KINDS_OF_WORDS, shipped
from gongkai.checks.writing import numeral

NOW = Context(made=dt.date(2024, 6, 1))


def said(text: str, context: Context = NOW) -> list[str]:
    return [item.message for item in scan_document(text, context)]


@pytest.mark.parametrize("kind", FLAWS)
def test_every_kind_of_mistake_is_told_and_its_counterpart_is_not(kind: str) -> None:
    assert bench.flaws_found(kind) == (1.0, 0)


def test_clean_files_are_not_held() -> None:
    clean = bench.clean_texts()
    assert len(clean) >= 100 and bench.holds(clean) <= bench.MOST_HOLDS


def test_the_shipped_list_is_sound() -> None:
    words = shipped()
    assert len({word.wrong for word in words}) == len(words) > 200
    assert all(word.reason and word.wrong != word.right for word in words)
    assert all(word.wrong in longer for word in words for longer in word.unless)
    assert dict(KeptWord.Kind.choices) == KINDS_OF_WORDS


def test_a_former_name_is_wrong_only_in_later_documents() -> None:
    text = "报县工商行政管理局备案。"
    assert "机构旧称" in said(text)[0] and "2019年4月1日起" in said(text)[0]
    assert said(text, Context(made=dt.date(2015, 1, 1))) == []
    assert said(text, Context()) == [], "of a document without a day nothing dated can be said"
    assert said("原工商行政管理局的职责划入市场监督管理局。") == []
    assert said("根据《县工商行政管理局关于规范市场的意见》的规定。") == []
    assert "民法典" in said("根据《中华人民共和国合同法》签约。")[0]


def test_longer_words_are_right_and_territory_blocks() -> None:
    assert said("预防犯罪工作") == [] and "防范" in said("加强防犯工作")[0]
    (found,) = scan("台湾等国家")
    assert found.kind == "sensitive_word" and found.blocking


def test_words_kept_here_win() -> None:
    own = Word("示范老城", "示范古城", "style", "统一称谓", blocking=True, unless=("示范老城区",))
    context = Context(words=(own,))
    (found,) = scan("保护示范老城。", context)
    assert found.blocking and "示范古城" in found.message
    assert scan("示范老城区改造", context) == []


def test_days_of_the_header_are_in_order() -> None:
    day = dt.date(2024, 6, 1)
    early, late = day - dt.timedelta(1), day + dt.timedelta(1)
    assert said("", Context(made=day, issued=late, effective=day, expires=late)) == []
    assert "印发日期早于成文日期" in said("", Context(made=day, issued=early))[0]
    assert "实施日期早于成文日期" in said("", Context(made=day, effective=early))[0]
    assert "失效日期早于实施日期" in said("", Context(made=early, effective=day, expires=day))[0]


def test_a_document_cannot_end_before_it_begins() -> None:
    day = dt.date(2024, 6, 1)
    (found,) = scan_document("", Context(made=day, expires=day - dt.timedelta(1)))
    assert found.blocking and found.part == "失效日期" and found.excerpt == ""
    (same,) = scan_document("", Context(made=day, expires=day))
    assert not same.blocking


def test_the_words_between_two_days_do_not_hide_their_order() -> None:
    assert "先后颠倒" in said("自2026年12月1日起执行，至2026年2月28日止。")[0]
    assert "先后颠倒" in said("本办法自2026年12月1日起施行，有效期至2025年11月30日。")[0]
    assert said("本办法自2026年12月1日起施行，有效期至2031年11月30日。") == []


_KNOWN = {"PDF", "Alt", "Ctrl", "Shift", "docx", "xlsx", "pptx"}


def _of_the_machine(item: Finding, text: str) -> list[str]:
    """Latin words and numbers in powers of ten that stand neither in the text nor in the speech of offices."""
    shown = f"{item.message} {item.excerpt} {item.advice} {item.part}"
    words = re.findall(r"[0-9.]+E[+-]?[0-9]+|[A-Za-z_]{3,}", shown)
    return [word for word in words if word not in _KNOWN and word not in text]


@pytest.mark.parametrize("kind", FLAWS)
def test_no_finding_shows_the_inside_of_the_machine(kind: str) -> None:
    for flaw in flaws(kind):
        for item in scan_document(flaw.wrong, flaw.context):
            assert _of_the_machine(item, flaw.wrong) == [], item


def test_nor_does_a_finding_of_the_header_an_amount_or_an_attachment() -> None:
    day, more = dt.date(2026, 12, 1), dt.timedelta(400)
    header = Context(made=day, issued=day - more, effective=day - more, expires=day - more - more, attachments=("甲",))
    text = "共叁拾伍元（30元）。人民币壹仟元整（1000000元）。"
    found = scan_document(text, header)
    assert len(found) == 7 and [item for item in found if _of_the_machine(item, text)] == []
    assert "大写“叁拾伍元”是35，与小写30不一致。" in [item.message for item in found]
    (unnamed,) = (item for item in found if item.kind == "attachments")
    assert "补传" not in unnamed.advice and "写明附件" in unnamed.advice
    sums = "项目\t金额\n甲\t10\n乙\t0.0000001\n合计\t300"
    assert [item for item in scan_document(sums, NOW) if _of_the_machine(item, sums)] == []


@pytest.mark.parametrize(
    "text",
    [
        "自2024年11月5日起至2月28日止",  # over New Year's
        "2024年2月29日、2月29日",
        "有效期自2024-01-10至2029-01-09",
        "2024年12月31日前完成，2024年3月1日前报方案",
        "版本2024.13.45",
        "12月31日号文件",
    ],
)
def test_days_that_are_right(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("叁万元整", 30_000),
        ("壹拾贰万叁仟元整", 123_000),
        ("伍佰零陆元", 506),
        ("壹亿零贰佰万元", 102_000_000),
        ("拾元", 10),
    ],
)
def test_amounts_in_words(words: str, value: int) -> None:
    assert in_words(words) == value
    assert said(f"人民币{words}（¥{value:,}.00）") == [] and said(f"人民币{words}（¥{value + 1:,}.00）")


def test_amounts_with_cents_and_units() -> None:
    assert said("人民币叁仟元伍角整（小写：3000.50元）") == []
    assert said("人民币叁拾万元整（30万元）") == [] and said("人民币叁拾万元整（3万元）")


def test_brackets_over_paragraphs_and_list_marks() -> None:
    assert said("1）申请\n2）受理\na）登记") == []
    assert said("（一）甲。\n他说：“一。\n“二。\n“三。”") == []
    assert said("（甲\n乙）") == []
    assert len(said("根据《办法规定，制定（本方案。")) == 2


def test_sums_allow_for_rounding_and_for_parts_of_parts() -> None:
    assert said("项目\t金额\n甲\t1.23\n乙\t2.34\n丙\t3.45\n合计\t7.03") == []
    assert said("项目\t金额\n甲\t10\n其中：公路\t4\n乙\t20\n合计\t30") == []
    assert said("项目\t金额\n甲\t10\n乙\t20\n小计\t30\n丙\t5\n丁\t6\n小计\t11\n合计\t41") == []
    assert "按各项相加为30" in said("项目\t金额\n甲\t10\n乙\t20\n合计\t31")[0]
    assert said("单位\t金额\t比例\n甲\t10\t33%\n乙\t20\t67%\n合计\t30\t100%") == []
    rows = "单位\t一季度\t二季度\t合计\n甲\t1\t2\t3\n乙\t3\t4\t7\n丙\t5\t6\t11\n丁\t7\t8\t15\n戊\t9\t9\t{}"
    assert said(rows.format(18)) == [] and "合计为19" in said(rows.format(19))[0]


def test_numbering_starts_anew_and_skips_nothing() -> None:
    assert said("一、甲\n二、乙\n一、丙\n二、丁") == []
    assert "缺少第2项" in said("一、甲\n三、丙")[0]
    assert [numeral(one) for one in ("一", "十", "十二", "二十", "一百零五", "甲")] == [1, 10, 12, 20, 105, None]


def test_attachments_named_and_enclosed() -> None:
    none, two = Context(attachments=()), Context(attachments=("甲.docx", "乙.docx"))
    assert "没有上传附件" in said("请填写申请表（见附件）。", none)[0]
    assert "没有提到" in said("请遵照执行。", two)[0]
    assert "提到3个附件，实际只有2个" in said("附件：1.甲\n2.乙\n3.丙", two)[0]
    assert said("附件：1.甲\n2.乙", two) == [] and said("请遵照执行。", Context()) == []
    within = "通知正文若干，请遵照执行。请按附件填写。\n\n附件\n申报表\n内容"
    assert said(within, none) == []
    assert said("按照《某办法》附件1的要求办理。", none) == [], "somebody else's attachment"


def test_links_inside_dead_and_unchecked() -> None:
    links = links_of(
        '<a href="/records/9/">甲</a><a href="#a">乙</a><a class="x" href="https://b.cn/?a=1&amp;b=2">丙</a>'
    )
    assert links == ("/records/9/", "https://b.cn/?a=1&b=2")
    context = Context(
        links=links, dead_links={"/records/9/": "所指的信息没有公开。"}, own_hosts=frozenset({"a.gov.cn"})
    )
    dead, outside = scan_document("", context)
    assert (dead.kind, dead.severity) == ("dead_link", "advise") and "没有公开" in dead.message
    assert (outside.kind, outside.severity, outside.blocking) == ("unchecked_link", "unchecked", False)
    assert own_path("https://a.gov.cn/x/?y", {"a.gov.cn"}) == "/x/" and own_path("https://b.cn/x", {"a.gov.cn"}) == ""
    assert own_path("//a.gov.cn/x", {"a.gov.cn"}) == "/x"


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("http://10.1.2.3/", True), ("http://172.20.0.1/a", True), ("http://oa/", True), ("file:///c:/a", True),
        ("\\\\server\\share", True), ("http://x.local/", True), ("http://[::1]/", True), ("https://www.gov.cn/", False),
        ("http://8.8.8.8/", False), ("/records/1/", False), ("http://[", False), ("mailto:a@b.cn", False),
    ],
)  # fmt: skip
def test_private_addresses(address: str, private: bool) -> None:
    assert is_private(address) is private


def test_a_private_address_blocks_wherever_it_stands() -> None:
    (found,) = scan_document("见http://10.1.2.3/a。", Context(links=("http://10.1.2.3/a",)))
    assert found.blocking and found.kind == "private_link"
    (linked,) = scan_document("见通知。", Context(links=("http://10.1.2.3/a",)))
    assert linked.blocking and linked.start == linked.end
    assert said("条款10.1.2.3和192.168节") == []


@given(
    st.text(alphabet="0123456789年月日至到-（）()《》“”附件：1.合计\t\n一二、第条元万壹拾¥〔〕号/:http.", max_size=200)
)
def test_no_text_breaks_it(text: str) -> None:
    context = Context(attachments=("甲",), links=(text,), made=dt.date(2024, 1, 1))
    for item in scan_document(text, context):
        assert 0 <= item.start <= item.end <= len(text) and item.message and item.article


def test_the_end_of_a_word_is_no_amount() -> None:
    assert not said("健全机构和队伍(1)成立领导小组；两岸大陆(2)研究。")
    assert "大写“伍”是5，与小写4不一致" in said("共 伍（4）份。")[0]


def test_a_national_office_is_not_told_to_be_a_local_one() -> None:
    (found,) = said("报国家食品药品监督管理局批准。")
    assert "国家药品监督管理局" in found and "应为“市场监督管理局”" not in found
    assert "国家市场监督管理总局" in said("由国家工商行政管理总局解释。")[0]
    assert not said("国家食品药品监督管理局令第27号、国家工商行政管理局令第50号公布。")

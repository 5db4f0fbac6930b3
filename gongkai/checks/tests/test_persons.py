"""Names, papers, homes and columns of tables: what is found, what weighs how much, and what is lawful content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks import Context, Finding, bench, masked, scan
from gongkai.checks.columns import gathered
from gongkai.checks.samples_people import PAPERS, held_out, labelled, prose
from gongkai.checks.tests.test_text import STANDARD_ID, assert_sound


def told(text: str, context: Context | None = None) -> list[tuple[str, str, bool]]:
    found = scan(text, context) if context else scan(text)
    return [(item.kind, text[item.start : item.end], item.blocking) for item in found]


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.requirement("TP-A-08")
def test_papers_and_homes_reach_their_recall(kind: str) -> None:
    share, missed = bench.recall(kind)
    assert share >= bench.LEAST_RECALL, missed[:5]


def test_names_reach_their_recall() -> None:
    assert bench.names_found(labelled())[0] >= bench.LEAST_LABELLED
    assert bench.names_found(prose())[0] >= bench.LEAST_PROSE
    assert bench.names_found(held_out())[0] >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "县长陈明主持会议，副县长周海燕、财政局局长王建国参加。",
        "法定代表人：刘志远；项目负责人：许立群",
        "申请人：示范县远大贸易有限公司",
        "申请人：本人",
        "姓名：　　　性别：　　　",
        "户主：张某某；申请人：李**",
        "村民委员会、居民小组安排人员值守，群众安全有保障。",
        "当事人陈述和申辩，学生安全，职工安置",
        "石油、煤炭、金属、木材、水泥",
        "浙B2-20080224、浙ICP备12345678号、GB/T 9704-2012",
        "办公地址：县行政中心3号楼501室，电话0575-83031234",
        "护照、通行证、军官证等有效证件",
        "规格型号E12345678，产品编号H12345678",
    ],
)
def test_lawful_content_is_left_alone(text: str) -> None:
    assert scan(text) == []


def test_names_advise_and_protected_names_block() -> None:
    assert told("申请人：张建国、李红") == [("personal_name", "张建国", False), ("personal_name", "李红", False)]
    assert told("举报人：张建国") == [("personal_name", "张建国", True)]
    assert told("联系人：张建国，电话0575-83031234") == [("personal_name", "张建国", False)]
    assert told("村民张建国因病致贫") == [("personal_name", "张建国", False)]


def test_the_weight_of_plates_mails_and_telephones_depends_on_whose_they_are() -> None:
    assert told("公务用车浙D12345报废")[0][2] is False and told("车主驾驶浙D12345")[0][2] is True
    assert told("投稿邮箱：abc@163.com")[0][2] is False and told("个人邮箱：abc@163.com")[0][2] is True
    assert told("邮箱：bgs@shifan.gov.cn") == []
    assert told("值班电话：13812345678")[0][2] is False and told("联系人手机13812345678")[0][2] is True
    assert told("家庭电话：0575-83031234")[0][2] is True and told("0575-83031234") == []


def test_contacts_that_offices_publish_are_known() -> None:
    known = Context(office_contacts=frozenset({"13812345678", "057583031234", "xxgk@163.com"}))
    assert told("联系人手机13812345678，家里电话略，邮箱xxgk@163.com", known) == []
    assert told("联系人手机13812345679", known)[0][0] == "mobile"


def test_columns_are_judged_by_their_header() -> None:
    text = (
        "序号\t姓名\t身份证号\t家庭住址\t银行账号\t残疾等级\n"
        f"1\t张建国\t110105491231002\t红旗村3组\t101234567890\t二级\n2\t李红\t{STANDARD_ID}\t东街12号\t无\t三级"
    )
    assert told(text) == [
        ("personal_name", "姓名", False),
        ("personal_column", "身份证号", True),
        ("personal_column", "家庭住址", True),
        ("personal_column", "银行账号", True),
        ("personal_column", "残疾等级", True),
        ("resident_id", "110105491231002", False),
        ("resident_id", STANDARD_ID, True),
    ]
    found = {item.label: item for item in scan(text)}
    assert "2个" in found["个人姓名"].message and "张建国" not in str(found["个人姓名"].as_dict())


def test_columns_of_offices_masked_columns_and_merged_cells() -> None:
    assert told("单位\t联系人\t电话\n县财政局\t张建国\t0575-83031234") == []
    assert told("姓名\t残疾等级\n张某某\t二级\n李**\t三级") == []
    merged = "村名\t姓名\t面积\n东山村\t张建国\t1.2\n李红\t0.8\n合计\t2.0"
    assert told(merged) == [("personal_name", "姓名", False)] and "2个" in scan(merged)[0].message
    broken = "姓名\n\t住址\n张建国\n\t红旗村3组12号"
    assert [kind for kind, _, _ in told(broken)] == ["personal_name", "personal_column"]


def test_a_sheet_with_commas_is_a_table() -> None:
    assert told("序号,户主姓名,金额\n1,张建国,300\n2,李红,400")[0][1] == "户主姓名"


def test_another_list_is_another_finding() -> None:
    one, other = (scan(f"姓名\t学历\n{name}\t本科\n李红\t大专")[0] for name in ("张建国", "王建国"))
    assert one.value != other.value and one.excerpt == other.excerpt


def test_many_numbers_in_a_column_are_one_matter() -> None:
    rows = "\n".join(f"某人\t1381234567{n}" for n in range(8))
    text = f"称呼\t手机\n{rows}\n\n另：13912345678"
    found = gathered(text, scan(text))
    assert [(item.kind, item.blocking) for item in found] == [("mobile", True)] * 2
    assert "8个" in found[0].message and found[0].value.count("\n") == 7
    few = "称呼\t手机\n某人\t13812345678"
    assert gathered(few, scan(few)) == scan(few)


def test_masking_hides_persons_and_leaves_mistakes_readable() -> None:
    assert masked("申请人：张建国，布署工作）.docx") == "申请人：张**，布署工作）.docx"


@given(st.text(alphabet="张李王建国红村民姓名：户主、，。\t\n 0123456789室栋小区浙AEH护照证号（）某", max_size=200))
def test_no_list_breaks_it(text: str) -> None:
    found: list[Finding] = scan(text)
    assert_sound(text, found)
    assert gathered(text, found) is not None

"""Numbers in text: what is found, what is left alone, and that offsets are the original's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks import Finding, scan
from gongkai.checks.normalise import normalise
from gongkai.checks.numbers import check_digit, credit_code_valid, luhn_valid
from gongkai.checks.samples import negatives, positives

# The standard's own example; it belongs to nobody.
STANDARD_ID = "11010519491231002X"


def kinds(text: str) -> list[str]:
    return [item.kind for item in scan(text)]


def test_check_digit_of_the_standard() -> None:
    assert check_digit(STANDARD_ID[:17]) == "X"


@pytest.mark.parametrize(
    "written",
    [
        STANDARD_ID,
        STANDARD_ID.lower(),
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "110105　1949　1231　002X",
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
        "110105194912\n31002X",
        "110105\u200b19491231\u200b002X",
    ],
)
@pytest.mark.requirement("TP-A-08")
def test_resident_id_in_every_spelling(written: str) -> None:
    text = f"申请人身份证号码：{written}，住本市。"
    (item,) = scan(text)
    assert item.kind == "resident_id" and item.blocking
    assert text[item.start : item.end] == written
    assert item.value == STANDARD_ID
    assert item.excerpt == "110*************2X"


def test_neighbouring_numbers_do_not_hide_an_id() -> None:
    assert kinds(f"序号 1 {STANDARD_ID} 2024") == ["resident_id"]
    assert kinds(f"3306 {STANDARD_ID[:6]} {STANDARD_ID[6:14]} {STANDARD_ID[14:]} 12") == ["resident_id"]
    assert kinds(f"ID{STANDARD_ID}") == ["resident_id"]


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # check character does not match, nothing calls it an identity number
        "110105194913310021",  # no such month
        "身份证号：1101**********002X",
        "统一社会信用代码：91110000101623741K",
        "统一社会信用代码 113708280043326001",
        "索引号：113708280043326001/2024-02411",
        "编号2110105194912310023",  # nineteen digits
        "联系电话：0575-83031234",
        "电话（0575）83031234转801，传真057583031234",
        "12345、400-800-1234",
        "投资13800000000元",
        "合计15912345678.50",
        "档案编号：13812345678",
        "第13812345678号",
        "设备SN13812345678",
        "120.13812345678",
        "art_1229_13812345678.html",
        "https://www.example.gov.cn/13812345678.html",
        "手机：138****5678",
        "卡号6222 **** **** 1234",
        "合同编号：6222020200112233445",
        "2019 2020 2021 2022 2023 2024",
        "国办发〔2016〕80号、国令第711号，2019年5月15日",
    ],
)
def test_left_alone(text: str) -> None:
    assert scan(text) == []


def test_mistyped_id_is_advice_only_where_announced() -> None:
    (item,) = scan("身份证号：110105194912310021")
    assert item.kind == "resident_id" and not item.blocking and "校验码不符" in item.message


def test_old_id_is_advice() -> None:
    (item,) = scan("身份证号码：110105491231002")
    assert item.kind == "resident_id" and not item.blocking
    assert scan("银行账号：110105491231002") == []
    assert scan("项目编号：110105491231002") == []


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        "138-1234-5678",
        "138 1234 5678",
        "１３８１２３４５６７８",
        "1381-234-5678",
        "138.1234.5678",
    ],
)
@pytest.mark.requirement("TP-A-08")
def test_mobile(written: str) -> None:
    text = f"联系人：张某，{written}。"
    (item,) = scan(text)
    assert (item.kind, text[item.start : item.end]) == ("mobile", written)
    assert item.blocking and item.excerpt == "138******78"


def test_mobile_with_country_code_and_in_an_address() -> None:
    assert kinds("+86 138 1234 5678") == kinds("8613812345678") == kinds("13812345678@139.com") == ["mobile"]
    assert kinds("附件：张某13812345678.docx") == ["mobile"]
    assert kinds("微信账号：13812345678") == ["mobile"]


def test_lists_and_family_names_do_not_hide_a_mobile() -> None:
    assert kinds("13812345678，13912345678、13712345678;13612345678") == ["mobile"] * 4
    assert kinds("13812345678,13912345678/13712345678 13612345678") == ["mobile"] * 4
    assert kinds("13812345678 万某\n13912345678元某") == ["mobile"] * 2


def test_landline_and_mobile_side_by_side() -> None:
    text = "咨询电话：0575-83031234/13812345678"
    (item,) = scan(text)
    assert text[item.start : item.end] == "13812345678"


def test_bank_card_and_account() -> None:
    card = "6222020200112233440"
    card = next(card[:-1] + last for last in "0123456789" if luhn_valid(card[:-1] + last))
    (item,) = scan(f"补助资金汇入{card[:4]} {card[4:8]} {card[8:12]} {card[12:16]} {card[16:]} 2024年")
    assert item.kind == "bank_card" and item.blocking and item.value == card
    (account,) = scan("缴款账号：1234567812345670")
    assert account.kind == "bank_card" and not account.blocking
    assert scan("流水1234567812345670") == []


def test_credit_codes() -> None:
    for code in ("12331003E96936103G", "11441700007280420Y", "113708280043326001", "911101066976941872"):
        assert credit_code_valid(code)
    assert not credit_code_valid("91350211M0000XUF46")


def test_all_made_up_positives_and_negatives() -> None:
    for kind in ("resident_id", "bank_card", "mobile", "classification_mark"):
        samples = positives(kind, 200)
        hits = sum(
            any(s.text[i.start : i.end] == s.found and i.kind == kind and i.blocking for i in scan(s.text))
            for s in samples
        )
        assert hits >= 198, kind
    assert [text for text in negatives(300) if scan(text)] == []


def assert_sound(text: str, found: list[Finding]) -> None:
    position = 0
    for item in found:
        assert position <= item.start < item.end <= len(text)
        position = item.end
        assert item.message and item.advice and item.article
        if item.kind in ("resident_id", "mobile", "bank_card"):
            assert item.value not in item.excerpt


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert len(normalise(text)) == len(text)
    assert_sound(text, scan(text))


@given(st.text(alphabet="0123456789１２３Xx -－\n　.电话身份证号银行机密★秘年启用前内部资料（）“”", max_size=300))
def test_no_digits_break_it(text: str) -> None:
    assert_sound(text, scan(text))


@given(st.text(alphabet=st.characters(exclude_categories=["Nd", "Cs"]), max_size=40), st.text(max_size=40))
def test_offsets_point_into_the_original(before: str, after: str) -> None:
    text = f"{before}。{STANDARD_ID}。{after}"
    found = [item for item in scan(text) if item.start == len(before) + 1]
    assert [(item.kind, text[item.start : item.end]) for item in found] == [("resident_id", STANDARD_ID)]


@pytest.mark.parametrize("piece", ["1 ", "1", "1-", "13", "机 ", "机密", "\n", "62 ", "1\n", "密级", "内部资料"])
def test_long_monotony_ends(piece: str) -> None:
    assert isinstance(scan(piece * (200_000 // len(piece))), list)

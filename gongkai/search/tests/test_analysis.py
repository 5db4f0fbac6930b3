"""One normal form, one key for a document number however it is spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search import index_key, normalise, number_key, numbers
from gongkai.search.analysis import normalise_aligned, query_terms, runs, terms
from gongkai.search.numbers import number_keys_in

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
PREFIXES = st.sampled_from(["国发", "国办发", "国办函", "浙政办发", "绍市府发", "嵊政办", "财办库", "国办发明电"])
BRACKETS = st.sampled_from(["〔{}〕", "[{}]", "({})", "（{}）", "［{}］", "【{}】", " {} ", "〔 {} 〕", "{}年", "{}-"])


def write_number(draw: st.DrawFn, value: int) -> str:
    shape = draw(st.sampled_from(["{}", "0{}", "{:03}", "第{}", "第{:03}", " {} "]))
    return str(shape.format(value)).translate(draw(st.sampled_from([{}, FULL_WIDTH])))


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """(the official spelling, another one a person or an old file may use)"""
    prefix, year, value = draw(PREFIXES), draw(st.integers(1950, 2049)), draw(st.integers(1, 999))
    written_year = str(year).translate(draw(st.sampled_from([{}, FULL_WIDTH, CHINESE])))
    written = prefix + draw(BRACKETS).format(written_year) + write_number(draw, value) + "号"
    written = written.translate(draw(st.sampled_from([{}, str.maketrans("国办发号财库", "國辦發號財庫")])))
    return f"{prefix}〔{year}〕{value}号", written


@given(spellings())
def test_every_spelling_of_a_number_has_one_key(pair: tuple[str, str]) -> None:
    official, other = pair
    assert number_key(other) == number_key(official)


@given(spellings(), st.sampled_from(["关于{}的通知", "{}", "请问{}还有效吗", "根据 {} 办理"]))
def test_a_number_is_recognised_within_a_question(pair: tuple[str, str], frame: str) -> None:
    official, other = pair
    assert number_key(official) in number_keys_in(frame.format(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("国办发〔2016〕80号", "国办发〔2016〕8号"),
        ("国办发〔2016〕80号", "国办发〔2017〕80号"),
        ("国办发〔2016〕80号", "国办函〔2016〕80号"),
        ("国令第711号", "国令第71号"),
    ],
)
def test_different_numbers_have_different_keys(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("国令第711号", "国令-711"),
        ("国令第七百一十一号", "国令-711"),
        ("国发〔2024〕一十二号", "国发-2024-12"),
        ("财政部公告2024年第5号", "财政部公告-2024-5"),
        ("", ""),
        ("——", ""),
        ("无文号", "无文号"),
    ],
)
def test_other_forms(text: str, key: str) -> None:
    assert number_key(text) == key


def test_index_numbers_keep_their_parts_and_lose_their_dress() -> None:
    plain = index_key("11330683MB1234567X/2024-00123")
    assert (
        plain
        == index_key("１１３３０６８３ｍｂ１２３４５６７ｘ／２０２４－００１２３")
        == "11330683mb1234567x-2024-00123"
    )
    assert index_key("ab/1-23") != index_key("ab/12-3")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("（［【〔", "〔〔〔〔"),
        ("政務公開", "政务公开"),
        ("乾隆與乾", "干隆与干"),
        ("ＡＢＣ１２３", "abc123"),
        ("Gov.CN", "gov.cn"),
        ("㈠①", "〔一〕1"),
        ("e\u0301", "é"),
    ],
)
def test_normal_form(text: str, plain: str) -> None:
    assert normalise(text) == plain


@given(st.text())
def test_normalising_twice_changes_nothing_that_is_searched(text: str) -> None:
    assert runs(normalise(text)) == runs(text)


@given(st.text())
def test_every_character_of_the_aligned_form_has_its_place(text: str) -> None:
    folded, offsets = normalise_aligned(text)
    places = list(range(len(text))) if offsets is None else offsets
    assert len(places) == len(folded)
    assert places == sorted(places) and all(place < len(text) for place in places)


def test_terms_are_bigrams_the_last_character_and_words() -> None:
    cut = ["根据", "据第", "第", "3", "条规", "规定", "定", "gb", "t", "9704"]
    assert terms("根据第3条规定, GB/T 9704") == cut
    assert query_terms("政务公开") == ["政务", "务公", "公开"]
    assert query_terms("税") == ["税"]


def test_a_word_without_end_is_cut() -> None:
    assert max(map(len, terms("a" * 5000))) == 64


def test_a_run_of_blanks_after_a_prefix_is_read_once() -> None:
    """Two neighbouring runs of blanks in one pattern would try every way to share them."""
    for pattern in (numbers.NUMBER, numbers.NUMBER_BARE, numbers.ORDER):
        assert pattern.search("示政发" + " " * 50_000 + "。") is None
    assert number_key("示政发 〔 2024 〕 3 号") == number_key("示政发〔2024〕3号")

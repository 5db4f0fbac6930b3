"""Findings shown in place."""

from html.parser import HTMLParser

from django.utils.html import conditional_escape
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks import Finding, highlight, scan


class Text(HTMLParser):
    """Collects the text outside the added words, and fails on unknown tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.added = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("mark", "span")
        self.added += tag == "span"

    def handle_endtag(self, tag: str) -> None:
        self.added -= tag == "span"

    def handle_data(self, data: str) -> None:
        self.text += "" if self.added else data


def test_mark_says_in_words_what_to_do() -> None:
    text = "联系13812345678，“机密★5年”<b>"
    html = highlight(text, scan(text))
    assert '<mark class="finding finding-blocking" id="finding-1"' in html
    assert "13812345678" in html and "须处理：手机号码" in html
    assert '<mark class="finding finding-advisory" id="finding-2"' in html and "请核对：密级标志" in html
    assert "&lt;b&gt;" in html and "<b>" not in html
    assert str(conditional_escape(html)) == str(html)


def finding(start: int, end: int) -> Finding:
    return Finding("mobile", start, end, "", '"><script>', "", True, "")


def test_overlaps_and_strays_are_left_out() -> None:
    html = highlight("abcdef", [finding(1, 3), finding(2, 4), finding(0, 0), finding(5, 99)])
    assert html.count("<mark") == 1 and "<script>" not in html


@given(
    st.text(alphabet=st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=40),
    st.data(),
)
def test_the_text_survives(text: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
    reader = Text()
    reader.feed(highlight(text, [finding(*sorted(span)) for span in spans]))
    reader.close()
    assert reader.text == text

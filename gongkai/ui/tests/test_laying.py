"""Addressee, signature and date on the page: classes on the document's own paragraphs, nothing else changed."""

from gongkai.ui.laying import laid

LETTER = (
    "<p>县级各预算单位：</p><p>现将有关事项通知如下。</p><table><tbody><tr><td><p>2026年11月1日</p></td></tr></tbody></table>"
    "<p>附件：1.项目表</p><p>示范县财政局</p><p>示范县审计局</p><p>2026年11月20日</p><p>（此件公开发布）</p>"
)


def test_addressee_signatures_and_date_are_placed() -> None:
    page = laid(LETTER)
    assert '<p class="flush">县级各预算单位：</p>' in page
    assert (
        '<p class="right">示范县财政局</p><p class="right">示范县审计局</p><p class="right">2026年11月20日</p>' in page
    )
    assert page.count("class=") == 4


def test_tables_attachments_and_notes_stay_as_they_are() -> None:
    page = laid(LETTER)
    for same in ("<td><p>2026年11月1日</p></td>", "<p>附件：1.项目表</p>", "<p>（此件公开发布）</p>"):
        assert same in page


def test_the_text_itself_never_changes() -> None:
    marks = ' class="flush"', ' class="right"'
    page = laid(LETTER)
    for mark in marks:
        page = page.replace(mark, "")
    assert page == LETTER


def test_a_date_without_a_signature_above_is_left() -> None:
    for text in ("<p>会议时间</p><p>2026年11月20日</p>", "<p>2026年11月20日</p><p>今天开会。</p>", "", "没有段落"):
        assert laid(text) == text


def test_what_has_a_class_already_keeps_it() -> None:
    assert laid('<p class="center">各单位：</p><p>正文。</p>') == '<p class="center">各单位：</p><p>正文。</p>'

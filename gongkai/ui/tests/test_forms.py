"""Forms as people with and without a screen reader meet them."""

import re

from django.template import Context, Template

from gongkai.ui.forms import DateField, DateInput, errors_of
from gongkai.ui.gallery import SampleForm


def bad() -> SampleForm:
    return SampleForm({"title": ""})


def test_every_field_has_a_label_that_points_to_it() -> None:
    html = str(SampleForm())
    ids = set(re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', html))
    assert ids and ids == set(re.findall(r'<label[^>]* for="([^"]+)"', html))


def test_hint_and_error_are_announced_with_the_field() -> None:
    html = str(bad())
    assert re.search(r'<input[^>]*name="title"[^>]*aria-describedby="id_title_helptext id_title_error"', html)
    assert 'id="id_title_helptext"' in html and 'id="id_title_error"' in html and 'aria-invalid="true"' in html


def test_radios_are_a_fieldset_with_legend_hint_and_error() -> None:
    html = str(bad())
    fieldset = re.search(r"<fieldset.*?</fieldset>", html, re.S)
    assert fieldset and 'aria-describedby="id_attribute_helptext id_attribute_error"' in fieldset[0]
    assert "<legend>公开属性" in fieldset[0] and fieldset[0].count('<label class="choice"') == 3


def test_the_summary_links_to_every_bad_field() -> None:
    form = bad()
    html = Template("{% load ui %}{% error_summary form %}").render(Context({"form": form}))
    assert f"有 {len(form.errors)} 处需要修改" in html and 'role="alert"' in html
    page = str(form)
    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in page


def test_no_errors_no_summary() -> None:
    html = Template("{% load ui %}{% error_summary form none %}").render(Context({"form": SampleForm(), "none": None}))
    assert not html.strip()


def test_errors_of_the_whole_form_come_without_a_link() -> None:
    form = bad()
    form.add_error(None, "起止日期颠倒了。")
    assert {"text": "起止日期颠倒了。", "href": "", "label": ""} in errors_of(form)


def test_field_messages_say_what_to_do() -> None:
    texts = {error["label"]: error["text"] for error in errors_of(bad())}
    assert texts["标题"] == "请填写这一项。" and texts["公开属性"] == "请选择一项。" and texts["正文"] == "请选择文件。"


def test_optional_fields_are_marked_and_required_ones_are_not() -> None:
    assert str(SampleForm()).count("（选填）") == 2


def test_dates_are_read_in_every_spelling() -> None:
    field = DateField()
    days = {
        field.clean(text).isoformat()
        for text in ("2026-11-22", "2026/11/22", "2026.11.22", "2026年11月22日", "20261122")
    }
    assert days == {"2026-11-22"}
    assert 'type="date"' in DateInput().render("day", None)

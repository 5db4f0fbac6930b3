"""Journeys 1 and 2 in a browser: a docx becomes a draft and goes to review; a leader decides on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from gongkai.files import actions as file_actions
from gongkai.records import actions
from gongkai.records.models import Record
from gongkai.records.tests.test_redacting import pdf
from gongkai.records.tests.test_views import NOTICE
from gongkai.review.models import Review
from gongkai.testing import County, build, complete_draft, sign_all
from gongkai.ui.testing import axe_violations, started, wait_until_kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> County:
    return build()


@pytest.fixture
def browser(chromium: str) -> Iterator[Any]:
    with started(chromium) as running:  # the test asks the database between two steps, never during one
        yield running


class Desk:
    """One person's browser; what the console complains of is kept."""

    def __init__(self, browser: Any, url: str, person: Any, width: int, **options: Any) -> None:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context = browser.new_context(viewport={"width": width, "height": 800}, locale="zh-CN", **options)
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._hear(message))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.url = url

    def _hear(self, message: Any) -> None:
        # A refusal's status is an answer; everything else that is an error is one.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def must_be_sound(self) -> None:
        """Nothing complained, nothing violates WCAG, nothing hangs over the edge."""
        assert self.complaints == []
        assert axe_violations(self.page) == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [1280, 360])
def test_publish_a_document_in_three_screens(
    town: County, live_server: Any, browser: Any, tmp_path: Path, width: int
) -> None:
    """Journey 1. Screens: choose the file; check what was read; the record under review."""
    file = tmp_path / "关于加强2026年度财政预算管理的通知.docx"
    file.write_bytes(NOTICE)
    desk = Desk(browser, live_server.url, town["drafter"], width)
    page = desk.open("/desk/records/new/")
    desk.must_be_sound()
    page.set_input_files("#id_main", file)
    page.get_by_role("button", name="读取并继续").click()

    page.wait_for_url(re.compile("/edit/$"))
    assert page.input_value("#id_title").endswith("财政预算管理的通知")
    assert page.input_value("#id_number") == "示财〔2026〕3号" and page.input_value("#id_date_made") == "2026-06-01"
    box = page.get_by_role("textbox", name="正文")
    assert "各单位应当严格执行批准的预算" in box.inner_text()
    desk.must_be_sound()
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("联系电话：0575-83000000。")
    page.get_by_role("group", name="公开事项（按标题推荐）").get_by_role("radio").last.check()  # a notice is no budget
    page.select_option("#id_item", str(town.item.pk))
    page.get_by_role("radio", name="主动公开", exact=True).check()
    page.get_by_role("button", name="保存并送审").click()

    expect(page.get_by_text("已保存并送审")).to_be_visible()
    desk.must_be_sound()
    record = Record.objects.get()
    assert record.state == "in_review" and "联系电话：0575-83000000。" in record.content["html"]
    assert "<h3>" in record.content["html"] or "<h2>" in record.content["html"]
    kept = page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft.'))")
    assert kept == [], "the draft kept in the tab is forgotten"


def in_review(county: County, **changes: Any) -> Any:
    from gongkai.records import actions
    from gongkai.testing import complete_draft

    return actions.submit(record=complete_draft(county, **changes), by=county["drafter"])


def test_approve_on_a_phone_in_two_taps(town: County, live_server: Any, browser: Any) -> None:
    """Journey 2: the notice, then 同意, then the signature."""
    review = in_review(town)
    phone = Desk(browser, live_server.url, town["section_head"], 360, has_touch=True, is_mobile=True)
    page = phone.open(f"/desk/review/{review.pk}/")
    phone.must_be_sound()
    assert page.get_by_role("heading", name="检查结果").is_visible()
    choice = page.get_by_role("link", name="同意", exact=True)
    assert choice.bounding_box()["y"] < 800, "the choice stands at the lower edge before any scrolling"
    choice.tap()
    phone.must_be_sound()
    page.get_by_role("button", name="签署同意").tap()
    page.wait_for_url(re.compile("/desk/review/$"))
    expect(page.get_by_text("已签署“初审初校”：同意。")).to_be_visible()
    assert Review.objects.get().waiting_step == "复审复校"


def test_return_on_a_phone_with_a_reason_and_see_the_difference(town: County, live_server: Any, browser: Any) -> None:
    from gongkai.records import actions

    review = in_review(town)
    phone = Desk(browser, live_server.url, town["section_head"], 360, has_touch=True, is_mobile=True)
    page = phone.open(f"/desk/review/{review.pk}/")
    page.get_by_role("link", name="退回", exact=True).tap()
    page.get_by_role("button", name="退回起草人").tap()
    page.get_by_role("alert").wait_for()  # a return without a reason is answered on the page
    page.fill("#id_return-reason", "请写明联系科室")
    page.get_by_role("button", name="退回起草人").tap()
    page.wait_for_url(re.compile("/desk/review/$"))
    record = Record.objects.get()
    changes = {"html": record.content["html"] + "<p>联系科室：预算科。</p>"}
    actions.edit(record=record, by=town["drafter"], revision=record.revision, changes=changes)
    second = actions.submit(record=record, by=town["drafter"])
    page = phone.open(f"/desk/review/{second.pk}/")
    assert page.get_by_role("heading", name="改了什么").is_visible()
    assert "联系科室：预算科。" in page.locator(".diff ins").first.inner_text()
    phone.must_be_sound()


def test_without_script_the_text_area_works(town: County, live_server: Any, browser: Any) -> None:
    from gongkai.testing import complete_draft

    record = complete_draft(town, html="")
    desk = Desk(browser, live_server.url, town["drafter"], 1280, java_script_enabled=False)
    page = desk.open(f"/desk/records/{record.pk}/edit/")
    page.fill("#id_html", "第一段。\n\n第二段。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    assert Record.objects.get().content["html"] == "<p>第一段。</p><p>第二段。</p>"


def test_what_was_typed_survives_a_lost_session(town: County, live_server: Any, browser: Any) -> None:
    from gongkai.testing import complete_draft

    record = complete_draft(town)
    desk = Desk(browser, live_server.url, town["drafter"], 1280)
    page = desk.open(f"/desk/records/{record.pk}/edit/")
    page.get_by_role("textbox", name="正文").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("没有保存的一句话。")
    wait_until_kept(page, "没有保存的一句话")
    page.reload()
    expect(page.get_by_role("textbox", name="正文")).not_to_contain_text("没有保存的一句话")
    page.get_by_role("button", name="恢复上次填写的内容").click()
    expect(page.get_by_role("textbox", name="正文")).to_contain_text("没有保存的一句话")


def test_a_box_is_drawn_on_the_page_of_an_attachment(town: County, live_server: Any, browser: Any) -> None:
    """Drawn with the mouse, taken away with a click, drawn again; what was under it is gone from the public part."""
    record = complete_draft(town)
    actions.determine_attribute(record=record, by=town["drafter"], attribute="on_request", reason="附件中有库房位置")
    file = file_actions.store(pdf("vault at Qingshan Road"), "plan.pdf", None)
    attachment = actions.attach(record=Record.objects.get(pk=record.pk), by=town["drafter"], file=file)
    sign_all(town, actions.submit(record=Record.objects.get(pk=record.pk), by=town["drafter"]))
    desk = Desk(browser, live_server.url, town["drafter"], 1280)
    page = desk.open(f"/desk/records/{record.pk}/public-part/")
    page.select_option("#id_ground", "security")
    page.get_by_text("遮盖一部分后公开").click()
    page.get_by_role("button", name="在页面上框选").click()
    page.get_by_text("第1页，已遮0处").wait_for()
    page.get_by_role("button", name="下一页").click()
    page.get_by_text("第2页，已遮0处").wait_for()
    field = page.locator(f"#id_pages{attachment.pk}")
    field.fill("12[0,0,100,10]，2[0,0,100,10]")  # the same box on another page stays when this one goes
    page.get_by_role("button", name="第2页的一处遮盖").click()
    assert field.input_value() == "12[0,0,100,10]"
    field.fill("")
    for drawn in ("first", "again"):
        page.locator(".boxes-page img").scroll_into_view_if_needed()
        area = page.locator(".boxes-page img").bounding_box()
        assert area is not None
        page.mouse.move(area["x"] + area["width"] * 0.02, area["y"] + area["height"] * 0.4)
        page.mouse.down()
        page.mouse.move(area["x"] + area["width"] * 0.98, area["y"] + area["height"] * 0.6, steps=4)
        page.mouse.up()
        page.get_by_text("第2页，已遮1处").wait_for()
        assert field.input_value().startswith("2[")
        if drawn == "first":
            assert axe_violations(page) == []
            page.get_by_role("button", name="点一下取消").click()
            assert field.input_value() == ""
    page.get_by_role("button", name="制作公开部分").click()
    page.get_by_text("公开部分已经做成草稿").wait_for()
    (made,) = Record.objects.get(redacted_of=record).attachments.all()
    assert "vault" in made.file.text and "public page" not in made.file.text and not desk.complaints

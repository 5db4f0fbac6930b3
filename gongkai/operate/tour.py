"""The tour of docs/tour.md, walked through in a browser: one document from a file to its take-down.

Each step does what a person would do on the screens and keeps a picture, so the pictures cannot show what the system
does not do. It is run by `make pictures` against a fresh demo.
"""

import io
import re
import time
from typing import TYPE_CHECKING

from gongkai.operate.camera import Camera

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

AGENCY = "财政局"
CLERK, HEAD, OFFICER = "经办人", "科室负责人", "政府信息公开工作机构审核人"
SECRECY, LEADER, AUDITOR, SECTION = "保密审查员", "分管领导", "审计管理员", "政务公开科"
# Papers of the demo: one on which a co-maker is asked, one of which a part is public, one that was amended.
ASKED = "示范县民政局 示范县财政局关于提高2027年社会救助标准的通知"
PART = "示范县财政局关于协议供货专项检查情况的报告"
AMENDED = "示范县民政局关于印发示范县临时救助实施办法的通知"
TITLE = "示范县财政局关于批复县教育体育局2026年部门预算调整的通知"
PARAGRAPHS = (
    "县教育体育局：",
    "根据《中华人民共和国预算法》，经研究，现将你单位2026年部门预算调整批复如下，请遵照执行。",
    "一、收入预算。一般公共预算财政拨款收入由18600万元调整为19240万元，增加640万元。",
    "二、支出预算。增加的640万元用于乡镇学校校舍维修和校园安全设施，不得挪作他用。",
    "三、公开。请你单位按照《中华人民共和国预算法》和《中华人民共和国政府信息公开条例》的规定，将调整情况向社会公开。",
)
# A number with a right check digit that belongs to nobody: no area has the code 999999.
LEAK = "联系人身份证号：{}。"
TAIL = ("示范县财政局", "2026年11月20日")
WAIT_SECONDS = 60
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def nobody() -> str:
    """A well-formed identity number of no person."""
    first = "99999919900101001"
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def docx() -> bytes:
    """The clerk's file, with a mistake in it: somebody's identity number."""
    from docx import Document

    document = Document()
    document.add_heading(TITLE, level=0)
    for text in (*PARAGRAPHS, LEAK.format(nobody()), *TAIL):
        document.add_paragraph(text)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def walk(camera: Camera) -> None:
    """All of it, in order."""
    _public_site(camera)
    record = _draft(camera)
    _review(camera)
    _issue(camera, record)
    public = _publish(camera, record)
    _find(camera, record, public)
    _law(camera)
    _take_down(camera, record)
    _prove(camera)
    _remind(camera)
    _consent(camera)
    _further(camera)


def _public_site(camera: Camera) -> None:
    citizen = camera.go(camera.page(), "/")
    camera.shot(citizen, "home-1280")


def _draft(camera: Camera) -> str:
    """From the file to review; returns the record's address on the desk."""
    clerk = camera.go(camera.page(CLERK, AGENCY), "/desk/")
    camera.shot(clerk, "tour-01-desk")
    camera.go(clerk, "/desk/records/new/")
    file: FilePayload = {"name": "预算调整批复.docx", "mimeType": "application/octet-stream", "buffer": docx()}
    clerk.locator("input[name=main]").set_input_files(file)
    camera.shot(clerk, "tour-02-file")
    clerk.get_by_role("button", name="读取并继续").click()
    clerk.wait_for_url(re.compile(r"/records/\d+/edit/"))
    camera.shot(clerk, "tour-03-read")
    clerk.locator("input[name=attribute][value=proactive]").check()
    _choose_item(clerk)
    camera.shot(clerk, "tour-04-attribute", at=clerk.locator("label, legend", has_text="公开事项").first)
    clerk.get_by_role("button", name="保存并送审").click()
    found = clerk.locator("#found")
    found.wait_for()
    camera.shot(clerk, "tour-05-finding", at=found)
    _delete_the_number(clerk)
    clerk.get_by_role("button", name="送审").first.click()
    clerk.wait_for_url(re.compile(r"/records/\d+/(\?.*)?$"))
    camera.shot(clerk, "tour-06-in-review")
    match = re.search(r"/desk/records/\d+/", clerk.url)
    assert match
    return match[0]


def _choose_item(clerk: "Page") -> None:
    """The first suggestion, or the first item of the list where nothing was suggested."""
    suggested = clerk.locator("input[name=suggested]:not([value=other])")
    if suggested.count():
        suggested.first.check()
    else:
        clerk.locator("select[name=item]").select_option(index=1)


def _delete_the_number(clerk: "Page") -> None:
    """Select the paragraph in the editor and delete it."""
    line = clerk.locator(".ProseMirror p", has_text="身份证号")
    line.click(click_count=3)
    clerk.keyboard.press("Delete")


def _review(camera: Camera) -> None:
    """Four signatures by four people; the first on a phone, the third with the secrecy form."""
    for role in (HEAD, OFFICER, SECRECY, LEADER):
        page = camera.page(role, AGENCY, phone=role == HEAD)
        if role == OFFICER:
            camera.shot(camera.go(page, "/desk/"), "desk-1280")
        camera.go(page, "/desk/review/")
        page.get_by_role("link", name=TITLE).first.click()
        page.wait_for_url(re.compile(r"/review/\d+/"))
        if role == HEAD:
            camera.shot(page, "review-360")
        page.get_by_role("link", name=re.compile("^(同意|填写审查表)$")).click()
        if role == HEAD:
            camera.shot(page, "tour-07-sign", at=page.locator("#approve"))
        if role == SECRECY:
            page.locator("input[name=sign-conclusion][value=public]").check()
            page.locator("textarea[name=sign-basis]").fill("对照保密事项范围逐项核对，不涉及国家秘密、工作秘密。")
            page.locator("input[name=sign-marked]").check()
            camera.shot(page, "tour-08-secrecy", at=page.locator("#approve"))
        page.get_by_role("button", name=re.compile("^签署(同意|审查表)$")).click()
        page.wait_for_url(re.compile(r"/review/$"))


def _issue(camera: Camera, record: str) -> None:
    officer = camera.go(camera.page(OFFICER, AGENCY), f"{record}issue/")
    camera.shot(officer, "tour-09-issue")
    officer.get_by_role("button", name="印发", exact=True).click()
    officer.wait_for_url(re.compile(r"/records/\d+/$"))
    camera.go(officer, f"{record}clock/")
    camera.shot(officer, "tour-10-clock", at=officer.get_by_role("heading", name="为什么是这一天"))


def _publish(camera: Camera, record: str) -> str:
    """Returns the public address."""
    officer = camera.go(camera.page(OFFICER, AGENCY), f"{record}publish/")
    camera.shot(officer, "tour-11-publish")
    officer.get_by_role("button", name="立即公开").click()
    officer.wait_for_url(re.compile(r"/desk/records/\d+/$"))
    address = officer.get_by_role("link", name="查看公开页面").get_attribute("href") or ""
    return re.sub(r"^https?://[^/]+", "", address)


def _find(camera: Camera, record: str, public: str) -> None:
    """The public page on both widths, and the search for its number typed carelessly."""
    citizen, phone = camera.page(), camera.page(phone=True)
    camera.shot(camera.go(citizen, public), "tour-12-public")
    camera.shot(camera.go(phone, public), "record-360")
    officer = camera.go(camera.page(OFFICER, AGENCY), record)
    number = officer.locator(".facts li", has_text="发文字号").locator("b").inner_text()
    careless = number.replace("〔", "[").replace("〕", "]")
    end = time.monotonic() + WAIT_SECONDS
    while True:  # the index is written by the worker
        camera.go(citizen, f"/search/?q={careless}")
        if citizen.get_by_role("link", name=TITLE).count() or time.monotonic() > end:
            break
        time.sleep(1)
    citizen.get_by_role("link", name=TITLE).first.wait_for()
    camera.shot(citizen, "tour-13-search")


def _law(camera: Camera) -> None:
    section = camera.go(camera.page(SECTION), "/desk/rules/")
    camera.shot(section, "rules-1280")
    camera.shot(camera.go(section, "/desk/rules/lint/"), "tour-17-conflicts")
    camera.shot(camera.go(section, "/desk/calendars/2027/"), "tour-18-calendar")


def _take_down(camera: Camera, record: str) -> None:
    officer = camera.go(camera.page(OFFICER, AGENCY), f"{record}withdraw/")
    officer.locator("input[name=kind][value=wrong]").check()
    officer.locator("textarea[name=note]").fill("附表数据有误，重新核对后另行公开。")
    officer.locator("textarea[name=reason]").fill("附表数据有误，重新核对后另行公开。")
    camera.shot(officer, "tour-14-withdraw")
    officer.get_by_role("button", name="撤下", exact=True).click()
    officer.wait_for_url(re.compile(r"/desk/records/\d+/$"))
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:  # the worker fetches every address
        camera.go(officer, f"{record}removal/")
        if officer.locator("table").count():
            break
        time.sleep(1)
    officer.get_by_text("已经撤下").first.wait_for()
    camera.shot(officer, "tour-15-removal")


def _prove(camera: Camera) -> None:
    auditor = camera.go(camera.page(AUDITOR), "/desk/ledger/checks/")
    auditor.get_by_role("button", name="校验全部留痕").click()
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        camera.go(auditor, "/desk/ledger/checks/")
        if not auditor.get_by_text("正在校验").count():
            break
        time.sleep(1)
    camera.shot(auditor, "tour-16-ledger")


def _remind(camera: Camera) -> None:
    """The duty board, the five worst, one reminder for all that is late: three clicks."""
    section = camera.go(camera.page(SECTION), "/desk/")
    section.get_by_role("link", name="公开情况").click()
    section.wait_for_url(re.compile("/board/"))
    camera.shot(section, "board-1280")
    section.get_by_role("link", name="最差的五家").click()
    section.wait_for_url(re.compile("worst"))
    section.get_by_role("button", name=re.compile("^催办事项超期的")).click()
    section.get_by_text(re.compile("催办|没有新的")).first.wait_for()
    camera.shot(section, "tour-19-reminded")


def _consent(camera: Camera) -> None:
    """The leader of a co-maker answers on a phone."""
    leader = camera.go(camera.page(LEADER, AGENCY, phone=True), "/desk/inquiries/")
    leader.get_by_role("link", name=ASKED).first.click()
    leader.wait_for_url(re.compile(r"/inquiries/\d+/"))
    camera.shot(leader, "tour-20-asked")
    leader.get_by_role("link", name="答复", exact=True).click()
    leader.locator("input[name=agree][value=yes]").check()
    camera.shot(leader, "tour-21-consent", at=leader.locator("#answer"))
    leader.get_by_role("button", name="提交答复").click()
    leader.wait_for_url(re.compile(r"/inquiries/(\d+/)?$"))


def _further(camera: Camera) -> None:
    """What citizens read of a partial release and of a document that was amended, and what programs read."""
    citizen, phone = camera.page(), camera.page(phone=True)
    _found(camera, citizen, PART)
    camera.shot(citizen, "tour-22-part")
    _found(camera, phone, AMENDED)
    camera.shot(phone, "tour-23-amended")
    camera.shot(camera.go(citizen, "/api/"), "tour-24-api")


def _found(camera: Camera, page: "Page", title: str) -> None:
    """Open a record by searching for its title."""
    camera.go(page, f"/search/?q={title}")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url(re.compile(r"/records/\d+/"))

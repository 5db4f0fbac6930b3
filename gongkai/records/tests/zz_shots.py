import datetime as dt, json
from pathlib import Path
from gongkai.records.tests.test_browser import browser, town, Desk, in_review, axe_violations
from gongkai.records.tests.test_views import NOTICE
from gongkai.records import actions, checking
from gongkai.records.models import Record
from gongkai.testing import *
from gongkai.files import actions as fa
from gongkai.review import actions as ra
import pytest
pytestmark=[pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUT = Path("/tmp/w/rec/shots"); OUT.mkdir(exist_ok=True)
LONG = "示范县财政局 示范县发展和改革局 示范县自然资源和规划局 示范县住房和城乡建设局关于印发《示范县政府投资项目预算评审和竣工财务决算审核管理办法（试行）》的通知"
BODY = "<p>各乡镇人民政府、街道办事处，县级各单位：</p>" + "".join(f"<h3>{n}、加强第{n}类项目管理</h3><p>（一）各单位应当严格执行批准的预算，不得无预算支出、超预算支出。政府投资项目应当按照规定编制概算、预算，并报财政部门评审；未经评审的，不得组织招标，不得拨付资金。</p>" for n in "一二三四五") + "<table><thead><tr><th>项目类别</th><th>评审时限</th><th>责任单位</th></tr></thead><tbody><tr><td>房屋建筑</td><td>15个工作日</td><td>县财政局</td></tr></tbody></table><p>联系人手机：13800138000。</p>"

def test_shots(town, live_server, browser):
    d = town["drafter"]; off = town["disclosure_officer"]; sh = town["section_head"]
    pub = published(town, number="示财〔2026〕1号", title=LONG, html=BODY.replace("<p>联系人手机：13800138000。</p>", ""))
    rec = complete_draft(town, title=LONG, html=BODY, summary="明确政府投资项目预算评审的范围、时限和责任。", keywords="预算 评审")
    rec = Record.objects.get(pk=rec.pk)
    actions.attach(record=rec, by=d, file=fa.store("流程".encode(), "附件2 政府投资项目竣工财务决算审核流程图及相关说明材料（2026年修订）.txt", None))
    rec = Record.objects.get(pk=rec.pk); checking.run(rec, d)
    iss2 = approved(town, title="关于开展2026年度会计信息质量检查的通知")
    actions.issue(record=iss2, by=off, number="示财〔2026〕4号", issued_on=dt.date(2026, 11, 19))
    app = approved(town, title="关于调整县级行政事业单位差旅费标准的通知")
    rv2 = in_review(town, title="关于2026年度地方政府债券资金安排的公告")
    pages = {"list": (d, "/desk/records/"), "new": (d, "/desk/records/new/"), "edit": (d, f"/desk/records/{rec.pk}/edit/"), "record_issued": (off, f"/desk/records/{iss2.pk}/"),
      "record_draft": (d, f"/desk/records/{rec.pk}/"), "reviews": (d, f"/desk/records/{pub.pk}/reviews/"), "clock": (d, f"/desk/records/{iss2.pk}/clock/"),
      "issue": (off, f"/desk/records/{app.pk}/issue/"), "publish": (off, f"/desk/records/{iss2.pk}/publish/"), "ledger": (d, f"/desk/records/{pub.pk}/ledger/"), "attribute": (d, f"/desk/records/{rec.pk}/attribute/"),
      "validity": (off, f"/desk/records/{pub.pk}/validity/"), "review": (sh, f"/desk/review/{rv2.pk}/"), "version": (d, f"/desk/records/{pub.pk}/versions/1/"), "files": (d, f"/desk/records/{rec.pk}/files/")}
    bad = []
    for width in (1280, 360):
        for name, (person, path) in pages.items():
            desk = Desk(browser, live_server.url, person, width)
            page = desk.open(path); page.wait_for_timeout(150)
            if "系统出了故障" in page.content(): bad.append((name, width, "500"))
            page.screenshot(path=str(OUT / f"{name}-{width}.png"), full_page=(name!="review" or width>400))
            if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"): bad.append((name, width, "overflow"))
            v = axe_violations(page)
            if v: bad.append((name, width, v))
            if desk.complaints: bad.append((name, width, desk.complaints))
            desk.context.close()
    f = Path("/tmp/w/rec/通知.docx"); f.write_bytes(NOTICE)
    desk = Desk(browser, live_server.url, d, 360); page = desk.open("/desk/records/new/"); page.set_input_files("#id_main", f)
    page.get_by_role("button", name="读取并继续").click(); page.wait_for_timeout(900); page.screenshot(path=str(OUT/"read-360.png")); 
    page.get_by_role("button", name="保存并送审").click(); page.wait_for_timeout(700); page.screenshot(path=str(OUT/"missing-360.png"), full_page=True)
    print(json.dumps(bad, ensure_ascii=False, indent=1)); assert not bad

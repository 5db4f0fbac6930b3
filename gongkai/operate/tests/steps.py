"""What brings up the pages that no address of the table brings up alone: the step before, or the state.

Each step is given the world, does what people do, and yields the answers that hold such pages. What it changes is
undone by who walks.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from gongkai import ledger, testing
from gongkai.desk.tests.test_login import code, enter
from gongkai.files.tests.makers import word
from gongkai.operate import bench_board
from gongkai.operate.tests import objects
from gongkai.operate.tests.test_addresses import World
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Post
from gongkai.records.tests import documents
from gongkai.records.tests.test_clean_ups import table

ACCOUNT = "/desk/account/"
RECORDS = "/desk/records/"
ANNOUNCED = {
    "year": "2026",
    "notice": "国务院办公厅关于2026年部分节假日安排的通知（测试）",
    "url": "https://www.gov.cn/zhengce/test.htm",
    "off": "元旦 2026-01-01..2026-01-03\n端午节：2026年6月8日至2026年6月10日",  # within the terms of the drafts
    "work": "端午节 2026-06-14",
}
ENTRIES = """序号,一级目录,二级目录,三级目录,公开内容,公开依据,公开时限
1,法定主动公开内容,统计信息,,公开统计公报,条例,动态更新
2,,,年度统计,公开年度统计公报,条例,20个时辰内
"""


def browser(person: Any = None) -> Client:
    """Of somebody who comes by a session, without having typed a password; of a citizen without `person`."""
    client = Client(headers={"host": "localhost"})
    if person is not None:
        client.force_login(person)
    return client


def second_factor(world: World) -> Iterator[Any]:
    """A telephone is bound, spare codes are shown, the next log-in asks for a code, a later act once more."""
    person = world.county["drafter"]
    first, second, third = browser(), browser(), browser(person)
    yield third.get(third.get(f"{ACCOUNT}totp/activate/")["Location"])  # the password, before anything is bound
    enter(first, person.username)
    yield first.get(ACCOUNT)
    yield first.get(f"{ACCOUNT}totp/activate/")
    wrong = first.post(f"{ACCOUNT}totp/activate/", {"code": "000000"})
    yield wrong
    secret = re.search(r'class="secret">([A-Z2-7]+)<', wrong.content.decode())
    assert secret
    yield first.get(first.post(f"{ACCOUNT}totp/activate/", {"code": code(secret[1])})["Location"])
    for page in ("", "recovery-codes/generate/", "totp/deactivate/"):
        yield first.get(ACCOUNT + page)
    asked = enter(second, person.username).url
    yield second.get(asked)
    yield second.post(asked, {"code": "000000"})
    yield third.post(f"{ACCOUNT}reauthenticate/", {"password": "wrong"})


def closed_account(world: World) -> Iterator[Any]:
    """The right password of an account that was closed."""
    person = objects.account("closed")
    organisations.close_account(user=person, reason="调离", by=world.county.administrators["security"])
    closed = browser()
    yield closed.get(enter(closed, person.username).url)


def one_time_password(world: World) -> Iterator[Any]:
    """Shown once, to who opened or reset the account."""
    system = browser(world.county.administrators["system"])
    data = {"reason": "本人忘记密码"}
    yield system.post(f"/desk/organisations/accounts/{world.county['drafter'].pk}/reset/", data)


def demonstration(world: World) -> Iterator[Any]:
    """The log-in page of the demo, with everybody's account."""
    posts = Post.objects.filter(person__in=world.county.people.values()).select_related("person", "agency")
    rows = [
        {"account": post.person.username, "role": post.get_role_display(), "agency": post.agency.short_name}
        for post in posts
    ]
    with tempfile.TemporaryDirectory() as folder, override_settings(DEMO=True, DATA=folder):
        file = Path(folder) / "demo" / "accounts.json"
        file.parent.mkdir()
        file.write_text(json.dumps({"password": testing.PASSWORD, "accounts": rows}), encoding="utf-8")
        yield browser().get(f"/desk/login/?account={world.county['drafter'].username}")


def filtered(world: World) -> Iterator[Any]:
    """The worklist under a filter that one person has kept and the other has not."""
    for who in ("drafter", "section_head"):
        yield world.clients[who].get("/desk/?late=on")


def year(world: World) -> Iterator[Any]:
    """What the holidays of a year would move."""
    yield world.clients["open_government_section"].post("/desk/calendars/announce/", ANNOUNCED)


def catalogue_file(world: World) -> Iterator[Any]:
    """A table of the catalogue, one row of which is wrong; and a file that is no such table."""
    section = world.clients["open_government_section"]
    facts = {"title": "示范目录", "source": "示政办发〔2026〕1号", "since": "2026-01-01", "place": testing.PLACE}
    for text in (ENTRIES, "甲,乙\n1,2\n"):
        yield section.post(
            "/desk/catalogue/import/", facts | {"file": SimpleUploadedFile("目录.csv", text.encode("gb18030"))}
        )


def stale_guide(world: World) -> Iterator[Any]:
    """The guide of an agency whose telephone has changed since."""
    department = world.county.department
    organisations.change_agency(agency=department, by=ledger.SYSTEM, phone="0575-87654321")
    yield world.clients["drafter"].get(f"/desk/catalogue/guide/{department.pk}/")


def clean_up(world: World) -> Iterator[Any]:
    """A table with a line that can be followed, one that is done already, one of another agency, one unknown."""
    documents.public(world.county, "示财〔2026〕61号", "示范县财政局关于废止前要看一看的办法")
    names = (("", "示财〔2026〕61号"), ("", "示财〔2026〕45号"), ("民政局的决定", ""), ("没有的办法", ""))
    data = table(*([title, number, "", "废止", "2026-09-01", "示财〔2026〕62号"] for title, number in names))
    facts = {"agency": world.county.department.pk, "title": "关于公布清理结果的决定", "decided_on": "2026-10-01"}
    sent = facts | {"table": SimpleUploadedFile("清理结果.xlsx", data)}
    yield world.clients["disclosure_officer"].post(f"{RECORDS}clean-ups/new/", sent)


def two_saves(world: World) -> Iterator[Any]:
    """Somebody else has saved the draft since its form was opened."""
    address, form = f"{RECORDS}{world.objects['draft']}/edit/", world.objects["edited"]
    theirs, mine = ({"html": f"<p>{who}写的正文</p>" + "<p>严格执行预算。</p>" * 9} for who in ("她", "我"))
    world.clients["section_head"].post(address, form | theirs)
    yield world.clients["drafter"].post(address, form | mine | {"title": "我的标题"})


def file_read(world: World) -> Iterator[Any]:
    """A Word file that became a draft."""
    drafter = world.clients["drafter"]
    file = SimpleUploadedFile("关于示范工作的通知.docx", word(table=True))
    data = {"agency": world.county.department.pk, "key": "a file", "keep": "on", "main": file}
    yield drafter.get(drafter.post(f"{RECORDS}new/", data)["Location"])


def corrected(world: World) -> Iterator[Any]:
    """The second version of a record, against the first."""
    record = documents.public(world.county, "示财〔2026〕63号")
    html = "<p>各单位：</p><p>现将有关事项更正如下。</p><table><tr><td>甲</td><td>乙</td></tr></table>"
    documents.corrected(world.county, record, title="示范县财政局关于国有资产管理的通知", html=html)
    yield world.clients["drafter"].get(f"{RECORDS}{record.pk}/versions/2/")
    yield browser().get(f"/records/{record.pk}/")


def out_of_force(world: World) -> Iterator[Any]:
    """The page of a document that a clean-up has repealed."""
    yield browser().get(f"/records/{world.objects['repealed']}/")


def error_reported(world: World) -> Iterator[Any]:
    """The citizen's report was taken."""
    yield browser().post("/report/", {"kind": "typo", "text": "“公布”写成了“公步”。", "path": "/guide/"})


def many_reminded(world: World) -> Iterator[Any]:
    """More agencies than a single tap should remind: they are named first."""
    bench_board.crowd(world.county.catalogue, 8, 8)
    yield world.clients["open_government_section"].post("/desk/catalogue/board/remind/", {})


STEPS: tuple[Callable[[World], Iterator[Any]], ...] = (
    second_factor, closed_account, one_time_password, demonstration, filtered, year, catalogue_file, stale_guide,
    clean_up, two_saves, file_read, corrected, out_of_force, error_reported, many_reminded,
)  # fmt: skip

"""Telephones of fixed lines, electronic mail, home addresses: what an office publishes and what belongs to a person.

Contact details of offices are lawful content (条例 Art. 12: the guide names address, telephone and mail), so a number
known to the database or announced as an office's is never a finding; only what is announced as somebody's home blocks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from .finding import Finding, text_finding

_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z./_=-])(?:\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ -]{0,2})[2-9][0-9]{2,3} ?-?[0-9]{4}"
    r"(?![0-9]|[.-][0-9]{3})"
)
# A line without a label is somebody's own only where somebody is spoken of.
_PERSON_NEAR = re.compile(r"(?:本人|村民|居民|户主|申请人|家住|现住|住址|身份证|患者|学生|家长|男|女)[^\n]{0,30}$")
_ANY_LABEL = re.compile(r"(?:电 ?话|热 ?线|传 ?真|总机|号码|方式|致电|拨打|(?i:tel|fax|phone))[^\n]{0,30}$")
_HOME_LABEL = re.compile(
    r"(?:家庭|住宅|家里|宅|个人|本人|私人|户主|家长|监护人)(?:固定)?(?:电话?|座机|固话)[^\n]{0,8}$"
)

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,40}@"
    r"(qq|vip\.qq|foxmail|163|vip\.163|126|yeah|139|189|wo|sina|sohu|tom|21cn|aliyun|gmail|hotmail|outlook|live|icloud|yahoo|msn)"
    r"\.(?:com\.cn|com|cn|net)(?![A-Za-z0-9])"
)
_OWN_MAIL = re.compile(r"(?:个人|本人|私人|申请人|家长|作者)(?:电子)?(?:邮箱|邮件|[Ee]-?mail)[^\n]{0,8}$")

_COUNT = r"[0-9A-Za-z一二三四五六七八九十甲乙丙东西南北]{1,4}"
_HOUSING = (
    "小区|花园|花苑|家园|新村|公寓|佳苑|嘉苑|雅苑|新苑|名苑|苑|府邸|华府|名府|名邸|公馆|豪庭|华庭|庭院|新城|名城|山庄|别墅|社区"
    "|里弄|弄|胡同|新居|小镇|御园|名园|国际城|宿舍|安置房|公租房|廉租房|保障房"
)
_ROOM = re.compile(
    rf"(?:(?P<estate>{_HOUSING})[^\n,。;、:()]{{0,10}}?)?(?:{_COUNT}(?:号楼|栋|幢|座|楼|号)[- ]?)"
    rf"(?:(?P<unit>{_COUNT}单元)[- ]?)?(?:{_COUNT}[层楼][- ]?)?[0-9]{{3,4}}[室号户]?(?![0-9])"
    rf"|(?:(?P<estate2>{_HOUSING}))[^\n,。;、:()]{{0,6}}?[0-9]{{1,3}}-(?:[0-9]{{1,2}}-)?[0-9]{{3,4}}室?(?![0-9])"
)
_SIGNS = re.compile(rf"单元|[0-9](?:室|栋|幢|号楼)|(?:{_HOUSING})[^\n]{{0,6}}[0-9]")
_HOME = re.compile(
    r"(?:家庭(?:住址|地址)|家庭详细地址|现?住址|现居住地|居住地址|居住地|户籍地址|户籍所在地|户籍地|户口所在地|出生地|通讯住址|经常居住地|现住)"
    r"[ ]{0,3}(?:\([^()\n]{1,8}\))?[:\t ][ ]{0,3}([^\n\t,。;]{4,60})"
    r"|(?:现住|家住|居住在|居住于|住在)(?=([^\n\t,。;、:]{4,40}))"
)
# A village group, a house number, a room: below the township.
_DETAIL = re.compile(
    rf"{_COUNT}(?:号楼|栋|幢|单元|室|户)|[0-9一二三四五六七八九十]{{1,5}}号|{_COUNT}(?:组|社|队)|村[^\n]{{0,6}}[0-9]+"
    r"|[0-9]{1,3}-(?:[0-9]{1,2}-)?[0-9]{3,4}"
)
_LIVES = re.compile(r"(?:住|现住|家住|居住在|居住于|户籍地?为?|住在)[^\n。;]{0,24}$")
# Notices that must name the place of a property: registration, auction, expropriation, dangerous houses.
_PROPERTY = re.compile(
    r"(?:坐落|座落|位于|不动产|房屋|房产|拍卖|标的|出租|招租|危房|征收|项目|工程|办公|地点|地址|注册|经营场所)[^\n。]{0,30}$"
)
_OFFICE_BUILDING = re.compile(
    r"(?:行政中心|政务|服务中心|办事大厅|大厦|大楼|办公楼|写字楼|广场|园区|产业园|医院|学校|法院|会议|会场)[^\n,。;]{0,16}$"
)


def scan_contacts(text: str, known: Collection[str] = ()) -> Iterator[Finding]:
    """Findings in normalised text; `known` holds the digits of telephones of offices, and their mail addresses."""
    if any(digit in text for digit in "0123456789"):
        yield from _landlines(text, known)
        yield from _addresses(text)
    if "@" in text:
        yield from _mails(text, known)


def _before(text: str, start: int, width: int = 40) -> str:
    return text[max(0, start - width) : start]


def _landlines(text: str, known: Collection[str]) -> Iterator[Finding]:
    for found in _LANDLINE.finditer(text):
        value = re.sub(r"[^0-9]", "", found[0])
        before = _before(text, found.start())
        if _HOME_LABEL.search(before):
            yield text_finding("landline", *found.span(), value, "文中有住宅电话号码。", blocking=True)
        elif value not in known and _PERSON_NEAR.search(before) and not _ANY_LABEL.search(before):
            message = "文中有固定电话号码，前面写的是个人，请核对是不是办公电话。"
            yield text_finding("landline", *found.span(), value, message, blocking=False)


def _mails(text: str, known: Collection[str]) -> Iterator[Finding]:
    for found in _EMAIL.finditer(text):
        value = found[0].lower()
        if value in known:
            continue
        own = bool(_OWN_MAIL.search(_before(text, found.start(), 16)))
        message = "文中有个人电子邮箱。" if own else "文中有公共邮箱服务的地址，请核对是否为办公邮箱。"
        yield text_finding("email", *found.span(), value, message, blocking=own)


def _addresses(text: str) -> Iterator[Finding]:
    for found in _HOME.finditer(text):
        group = found.lastindex or 1
        written, start = found[group], found.start(group)
        detail = _DETAIL.search(written)
        if detail and "*" not in written and "×" not in written:
            # What follows a space behind the house number is the next label: 住址：某村3组 电话 …
            gap = written.find(" ", detail.end())
            value = written if gap < 0 else written[:gap]
            message = "文中有写到门牌、户室一级的家庭住址。"
            yield text_finding("home_address", start, start + len(value), value, message, blocking=True)
    yield from _rooms(text)


def _rooms(text: str) -> Iterator[Finding]:
    if not _SIGNS.search(text):
        return
    for found in _ROOM.finditer(text):
        if not (found["estate"] or found["unit"] or found["estate2"]):
            continue
        start = _beginning(text, found.start())
        before = _before(text, start)
        if _OFFICE_BUILDING.search(text[start : found.start()]) or _OFFICE_BUILDING.search(before[-16:]):
            continue
        home = bool(_LIVES.search(before[-20:] + text[start : found.start()])) and not _PROPERTY.search(before)
        message = "文中有写到户室一级的住址。" if home else "文中有写到户室一级的房屋位置，请核对是不是个人住址。"
        yield text_finding("home_address", start, found.end(), text[start : found.end()], message, blocking=home)


def _beginning(text: str, at: int) -> int:
    """Where the address begins whose room stands at `at`: behind the last punctuation, word of dwelling or gap."""
    piece = text[max(0, at - 24) : at]
    cut = max(
        (
            found.end()
            for found in re.finditer(r"[\s,。;:、()“”\[\]]|住在|居住在|居住于|现住|家住|住址|坐落于?|位于|住", piece)
        ),
        default=0,
    )
    return at - len(piece) + cut

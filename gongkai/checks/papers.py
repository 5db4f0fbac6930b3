"""Papers with a fixed form and without a check digit: passport, travel permit, officer's card, plate, insurance.

Without a check digit the form alone says too little (codes of goods look the same), so each needs a label near by or a
form that nothing else has. Forms: 出入境管理局's published descriptions; GA 36-2018 for plates; 残疾人证 is the
resident number and two more digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding, text_finding

_GAP = "[ -]{0,2}"
_PASSPORT = re.compile(
    rf"(?<![A-Za-z0-9])(?:[EGDSPK]{_GAP}[0-9](?:{_GAP}[0-9]){{7}}|E{_GAP}[A-HJ-NP-Z](?:{_GAP}[0-9]){{7}}"
    rf"|(?:14|15)[0-9]{{7}}|[A-Z]{{1,2}}{_GAP}[0-9]{{7,8}}|[HK]J?[0-9]{{8}})(?![A-Za-z0-9])"
)
_PASSPORT_LABEL = re.compile(r"(?:护 ?照|(?i:passport))[^\n。;]{0,20}$")
_PERMIT = re.compile(
    rf"(?<![A-Za-z0-9])(?:[HMhm](?:{_GAP}[0-9]){{8}}(?:{_GAP}[0-9]{{2}})?|[CWLTcwlt](?:{_GAP}[0-9]){{8}}|[0-9]{{8}}(?:[0-9]{{2}})?(?:\([A-Z0-9]\))?)"
    r"(?![A-Za-z0-9])"
)
_PERMIT_LABEL = re.compile(
    r"(?:港澳|台湾|台胞|回乡|往来|来往|通行证|居住证)[^\n。;]{0,20}$|(?:回乡证|台胞证|通行证)[^\n。;]{0,12}$"
)
_HOME_PERMIT = re.compile(rf"(?<![A-Za-z0-9])[HM](?:{_GAP}[0-9]){{8}}(?:{_GAP}[0-9]{{2}})?(?![A-Za-z0-9])")
_IDENTITY_LABEL = re.compile(r"(?:证件|身份证明|身份证|证号)[^\n。;]{0,12}$")
_OFFICER = re.compile(
    r"(?<![一-龥])?[军海空陆南北兰沈济广成武政参后装联东西中火战支边警](?:[一-龥])?字?第 ?[0-9](?: ?[0-9]){5,8} ?号?"
)
_OFFICER_LABEL = re.compile(
    r"(?:军官证|士兵证|警官证|军人证|士官证|文职干部证|警察证|军人保障卡|离休证|退休证|证件号码?)[^\n。;]{0,14}$"
)
_OFFICER_PLAIN = re.compile(r"(?:军官证|士兵证|警官证|士官证|军人证)(?:号码?|编号)?[ :]{0,4}([0-9]{6,10})(?![0-9])")

_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使]"
_MARK = "[A-HJ-NP-Z0-9]"
_PLATE = re.compile(
    rf"(?<![A-Za-z0-9]){_PROVINCE} ?[A-HJ-NP-Z] ?[ .-]? ?"
    rf"(?:(?:[0-9] ?){{5}}[DFABCEGHJK]|[DFABCEGHJK](?: ?{_MARK}) ?(?:[0-9] ?){{3}}[0-9]|{_MARK}(?: ?{_MARK}){{4}}"
    rf"|{_MARK}{{4}}[学警港澳挂超试领])"
    r"(?![A-Za-z0-9])"
)
_PLATE_LABEL = re.compile(r"(?:号牌|车牌|牌照|车辆|汽车|轿车|货车|客车|摩托车|驾驶|车号|[辆乘])[^\n。]{0,20}$")
_PLATE_CODE = re.compile(r"(?:许可|备案|编号|字|证|型号|标准|案|图号|批号|资质)[^\n。,;]{0,8}$")
_LAWFUL_PLATE = re.compile(
    r"(?:公务|执法|出租|公交|巡游|报废|无主|扣押|查扣|暂扣|拍卖|逾期|停放|僵尸|救护|校车|客运|危险货物|渣土|环卫)"
)

_CERTIFICATE = re.compile(
    r"(?:社会?保障?卡?(?:卡号|编号|号码|号)|社会保障(?:卡|号码|编号)号?|医保(?:卡|证)?(?:卡号|编号|号码|号)|医疗(?:保险|证|卡)(?:编)?号|个人编号"
    r"|参保(?:人)?(?:编)?号|病历号|病案号|住院号|门诊号|就诊卡号|低保证(?:编)?号|残疾(?:人)?证(?:编号|号码|号)?|退伍证号|优抚证号|学籍号|公积金账号|驾驶证号码?"
    r"|档案编号\(驾驶证\)|户号|救助证号|老年证号|特困证号)[ ]{0,3}(?:为|是|\([^()\n]{1,6}\))?[ ]{0,2}[:\t ]?[ ]{0,3}"
    r"([A-Za-z]{0,3}[0-9](?:[ -]?[0-9A-Za-z]){5,23})(?![0-9A-Za-z*])"
)


def scan_papers(text: str) -> Iterator[Finding]:
    """Findings in normalised text, possibly overlapping."""
    yield from _passports(text)
    yield from _officers(text)
    yield from _plates(text)
    for found in _CERTIFICATE.finditer(text):
        yield _paper("certificate", *found.span(1), found[1], "文中有社会保障、医疗一类的个人编号。")


def _paper(kind: str, start: int, end: int, raw: str, message: str, *, blocking: bool = True) -> Finding:
    return text_finding(kind, start, end, re.sub(r"[ .-]", "", raw).upper(), message, blocking=blocking)


def _passports(text: str) -> Iterator[Finding]:
    if "护" in text or "assport" in text.lower():
        for found in _PASSPORT.finditer(text):
            if _PASSPORT_LABEL.search(text[max(0, found.start() - 24) : found.start()]):
                yield _paper("passport", *found.span(), found[0], "文中有护照号码。")
    if "证" in text:
        for found in _PERMIT.finditer(text):
            before = text[max(0, found.start() - 30) : found.start()]
            if _PERMIT_LABEL.search(before):
                yield _paper("travel_permit", *found.span(), found[0], "文中有港澳台通行证件号码。")
        for found in _HOME_PERMIT.finditer(text):
            if _IDENTITY_LABEL.search(text[max(0, found.start() - 24) : found.start()]):
                yield _paper("travel_permit", *found.span(), found[0], "文中有港澳通行证件号码。")


def _officers(text: str) -> Iterator[Finding]:
    for found in _OFFICER.finditer(text):
        if _OFFICER_LABEL.search(text[max(0, found.start() - 20) : found.start()]):
            yield _paper("officer_id", *found.span(), found[0], "文中有军警证件号码。")
    for found in _OFFICER_PLAIN.finditer(text):
        yield _paper("officer_id", *found.span(1), found[1], "文中有军警证件号码。")


def _plates(text: str) -> Iterator[Finding]:
    for found in _PLATE.finditer(text):
        tail = re.sub(r"[ .-]", "", found[0])[2:]
        around = text[max(0, found.start() - 40) : found.start()]
        labelled = bool(_PLATE_LABEL.search(around))
        # Five letters, or a row of spaced groups, is no plate unless something says so.
        if not any(char.isdigit() for char in tail) or (
            not labelled and (" " in found[0][3:] or _PLATE_CODE.search(around))
        ):
            continue
        lawful = bool(_LAWFUL_PLATE.search(around))
        message = "文中有机动车号牌，请核对是否为依法公告的车辆。" if lawful else "文中有机动车号牌。"
        yield _paper("vehicle_plate", *found.span(), found[0], message, blocking=not lawful)

"""Names of persons in running text and behind labels.

A name has no fixed form, so every find is advice, except behind labels that name somebody who must be protected
(patient, witness, whistle-blower, minor). Three kinds of evidence are accepted: a label with a colon, a word for a
private person before the name or a form of address after it, and a row of at least three names. Names behind
public roles (局长, 主任, 法定代表人, 河长 …) are lawful content and are left alone: Art. 15 protects privacy,
not office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding, text_finding
from .surnames import COMPOUND, EVERYDAY, FOLLOW_WORDS, FUNCTION_WORDS, GIVEN, NOT_NAMES, SURE, SURNAMES

HAN = "[一-龥]"
_S = f"[{SURNAMES}]"
_COMPOUND = "|".join(COMPOUND)
# Two-character names are often spread over three places: 张　三. A space inside is as wide as any other inside.
_NAME = (
    rf"(?:(?:{_COMPOUND}){HAN}{{1,2}}|{_S}{HAN}{{1,2}}|{_S} {{1,3}}{HAN}(?: {{1,3}}{HAN}(?!{HAN}))?"
    rf"|{HAN}{{2,6}}-{HAN}{{2,8}})"
)
_WHOLE = re.compile(rf"(?:(?:{_COMPOUND}){HAN}{{1,2}}|{_S}{HAN}{{1,2}})")
_MINORITY = re.compile(rf"{HAN}{{2,6}}(?:-{HAN}{{2,8}}){{1,2}}")

# Protected persons: the name itself tells what must not be known (条例 Art. 15; 未成年人保护法; 信访工作条例).
PROTECTED = (
    "举报人|投诉人|检举人|控告人|信访人|来访人|反映人|报案人|证人|被害人|受害人|患者|病人|死者|伤者|感染者"
    "|学生|未成年人|儿童|被监护人|幼儿|孤儿|涉罪人员|社区矫正对象|戒毒人员"
)
_PERSONS = (
    "姓 ?名|申请人|户 ?主|当事人|被处罚人|救助对象|保障对象|享受对象|补贴对象|资助对象|受益人|受助人|监护人|家长|考生"
    "|承租人|购房人|买受人|权利人|产权人|房主|业主|持证人|持卡人|收款人|领款人|领取人|参保人|被保险人|家庭成员|共同申请人"
    "|共有人|配偶|父亲|母亲|丈夫|妻子|儿子|女儿|子女|联系人|收件人|寄件人|原告|被告|第三人|上诉人|被执行人|被征收人"
    "|被拆迁人|被告知人|被询问人|违法行为人|代理人|委托人|残疾人|退役军人|低保户|村民|居民|死亡人员|录用人员|拟录用人员"
)
_LABEL = re.compile(
    rf"(?:(?P<protected>{PROTECTED})|{_PERSONS})(?: ?(?:姓 ?名|签名|签字|名单))?(?:\([^()\n]{{1,8}}\))?"
    rf"(?:[ ]{{0,3}}:[ \t]{{0,3}}\n?[ ]{{0,3}}|(?<=名)[ ]{{1,6}}|(?P<tab>[ ]?\t[ \t]*))(?={_NAME})"
)
_FOLLOWING = re.compile(
    rf"(?!{HAN})| ?(?:性 ?别|男|女|民族|身份|公民|电话|手机|联系|年龄|出生|住|家庭|户籍|职务|单位|工作|与|系|等)"
)
_LISTED = re.compile(rf"[ ]?[、,;/][ ]?({_NAME})")

_AND = re.compile(rf"[、,和与及](?=({_WHOLE.pattern}))")
# 王主任, 张先生: no names, though they begin like some.
_TITLED = re.compile(r"主任|局长|科长|股长|经理|老师|先生|女士|同志|书记|医生|站长|镇长|师傅|工$")

_PRIVATE = (
    "村民|居民|市民|群众|学生|患者|病人|户主|业主|租户|租客|职工|员工|工人|农民|农户|司机|驾驶员|驾驶人|原告|被告|当事人"
    "|申请人|举报人|投诉人|信访人|受害人|被害人|死者|伤者|嫌疑人|犯罪嫌疑人|其妻|其夫|其子|其女|妻子|丈夫|儿子|女儿|父亲|母亲"
    "|配偶|房东|房主|经营者|贫困户|低保户|五保户|脱贫户|监测户|特困人员|残疾人|老人|男子|女子|教师|医生|护士|志愿者|党员"
    "|老党员|考生|应聘者|烈士|退役军人|军属|家属|家长|监护人|孤儿|儿童|女孩|男孩|青年|少年|老师|同学|社员|商户|养殖户|种植户"
    "|承包人|承包户|承租人|车主|乘客|游客|行人|住户|用户|被征收人|被拆迁人|违法行为人|行为人|被处罚人|被执行人|保洁员|护林员"
    "|网格员|务工人员|致富带头人|合作社社员|户籍居民|参保人|获得者|当选人|受助人|受益人|对象"
)
_BEFORE = re.compile(rf"(?:{_PRIVATE})[ “]{{0,2}}(?=({_WHOLE.pattern}))")
# No word says that a person follows, but only a person can: three sure characters between a preposition or the
# beginning of a clause and what is said of somebody.
_BARE = re.compile(
    r"(?:^|(?<=[\n,。;:、(“])|(?<=[对由向给为被将把让请据经与和的])|(?<=[人户员者工生师民客])|(?<=收到)|(?<=慰问)|(?<=看望)|(?<=走访)|(?<=奖励)|(?<=表彰)|(?<=询问)|(?<=来到))"
    rf"(?:(?:{_COMPOUND}){HAN}{{1,2}}|{_S}{HAN}{{2}})(?=([一-龥]?[一-龥]?))",
    re.MULTILINE,
)
_AFTER = re.compile(
    r"同志|先生|女士|小姐|老师|老人|大爷|大妈|大娘|阿姨|奶奶|爷爷|夫妇|夫妻|一家|一户|家中|家里|家属|户,(?:人口|家庭|[0-9])"
    r"|等[0-9一二三四五六七八九十]{1,3}[人户名]|[,(] ?[男女][ ,。、;)]|[,(](?:系|现年|年龄|出生于|身份证|公民身份)"
    r"|[,(][12][0-9]{3}年[0-9]{1,2}月[0-9日]{0,3}出?生|[,(][0-9]{2}岁"
)
_TOKEN = rf"(?:(?:{_COMPOUND}){HAN}{{1,2}}|{_S}{HAN}{{1,2}}|{_S} {{1,3}}{HAN})(?!{HAN})"
_ROW = re.compile(rf"(?<!{HAN}){_TOKEN}(?:(?:[、,; \t]{{1,4}}|[ ]*\r?\n[ ]*){_TOKEN}){{2,}}")
# What may stand right behind a name in a sentence.
_JOINING = set(
    "的在于因为将被和与及已是家户向对说等从到自把给同以由曾现男女也经又并先未可应负系住拟需要反申提称报所受承"
    "一两三等、表诉请符享领去来有无不独患死亡就年身属主代作担参患突遭正通过利用办开带发致则租购买欠持驾"
)
# What goes on about somebody whose name stood alone.
_SAID = set("的家于因将被向对说从是在已曾现男女")
_PLACE = re.compile(r"[市县区镇乡村路街庄寨坪湾桥店局院厂河江山湖州港岛城门家氏子]$")
_ROLES = re.compile(
    r"(?:主任|局长|县长|市长|区长|镇长|乡长|书记|部长|厅长|处长|科长|股长|所长|院长|校长|队长|站长|会长|委员|主席|秘书长|总经理"
    r"|经理|董事长|理事长|司令|政委|代表|律师|法官|检察官|法定代表人|负责人|河长|林长|田长|路长|组长|教授|工程师|院士|馆长|记者)$"
)


def scan_names(text: str) -> Iterator[Finding]:
    """Findings in normalised text; a name found twice at one place is the caller's to drop."""
    yield from _labelled(text)
    yield from _private(text)
    yield from _addressed(text)
    yield from _bare(text)
    yield from _rows(text)


def is_name(value: str) -> bool:
    """Whether a cell or word has the shape of a person's full name; masked names (张某, 李**) are none."""
    value = value.replace(" ", "")
    if value in NOT_NAMES or "某" in value or _TITLED.search(value):
        return False
    return bool(_MINORITY.fullmatch(value) or _WHOLE.fullmatch(value))


def likely_name(value: str) -> bool:
    """`is_name`, and made of characters that parents choose."""
    value = value.replace(" ", "")
    if not is_name(value):
        return False
    given = value[2:] if value[:2] in COMPOUND else value[1:]
    return "-" in value or all(char in GIVEN for char in given)


def _finding(start: int, end: int, value: str, message: str, *, blocking: bool = False) -> Finding:
    return text_finding("personal_name", start, end, value.replace(" ", ""), message, blocking=blocking)


def _labelled(text: str) -> Iterator[Finding]:
    name = re.compile(_NAME)
    for label in _LABEL.finditer(text):
        protected = bool(label["protected"])
        message = "文中有应当保护的人员的姓名。" if protected else "文中写明了个人姓名。"
        at = label.end()
        found = name.match(text, at)
        while found:
            span = _trimmed(text, *found.span())
            # 户主⇥金额 is a header: between cells only what is surely a name counts.
            if span is None or (label["tab"] and not likely_name(text[slice(*span)])):
                break
            yield _finding(*span, text[slice(*span)], message, blocking=protected)
            listed = _LISTED.match(text, span[1])
            found = name.match(text, listed.start(1)) if listed else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of a labelled name, shortened where its last character belongs to the next word."""
    while end - start >= 2:
        value = text[start:end].rstrip()
        if is_name(value) and _FOLLOWING.match(text, start + len(value)):
            return start, start + len(value)
        end = start + len(value) - 1
    return None


def _private(text: str) -> Iterator[Finding]:
    for found in _BEFORE.finditer(text):
        span = _in_sentence(text, *found.span(1))
        while span:
            yield _finding(*span, text[slice(*span)], "文中写明了个人姓名。")
            more = _AND.match(text, span[1])
            span = _in_sentence(text, *more.span(1)) if more else None


def _in_sentence(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a name in a sentence ends: three characters if they make a name, else two before a joining word."""
    if text[start] in FUNCTION_WORDS or text[start : start + 2] in NOT_NAMES:
        return None
    shortest = 3 if text[start : start + 2] in COMPOUND else 2
    for stop in range(end, start + shortest - 1, -1):
        value = text[start:stop]
        long = stop - start > shortest
        # 张三因, 张三申请: the third character belongs to the next word, so the name has two.
        joined = long and (
            (value[-1] in _JOINING and value[-1] not in GIVEN) or text[stop - 1 : stop + 1] in FOLLOW_WORDS
        )
        if joined or not is_name(value):
            continue
        ends = _ends(text, stop)
        certain = likely_name(value) and (ends or (long and value[0] not in EVERYDAY))
        # A rare character in a name that stands by itself, as in 张翊兮，.
        rare = long and ends and value[0] not in EVERYDAY and any(char in GIVEN for char in value[1:])
        # 王, 李, 张 behind 村民 begin nothing but a name, whatever follows.
        sure = value[0] in SURE and (value[-1] in GIVEN or not long)
        if certain or rare or sure:
            return start, stop
    return None


def _ends(text: str, at: int) -> bool:
    """Whether a name can end here: no character follows, or a word that goes on about the person."""
    after = text[at : at + 1]
    return not re.match(HAN, after) or after in _JOINING or text[at : at + 2] in FOLLOW_WORDS


def _addressed(text: str) -> Iterator[Finding]:
    for found in _AFTER.finditer(text):
        end = found.start()
        for length in (4, 3, 2):
            start = end - length
            value = text[max(start, 0) : end]
            if len(value) < length or (length == 4 and value[:2] not in COMPOUND) or not is_name(value):
                continue
            if value[0] in FUNCTION_WORDS or value[:2] in NOT_NAMES:
                continue
            alone = not re.match(HAN, text[max(0, start - 1) : start]) or text[start - 1] in _JOINING
            rare = length >= 3 and alone and any(char in GIVEN for char in value[1:])
            if not (rare or (likely_name(value) and (alone or length > 2))):
                continue
            if not _ROLES.search(text[max(0, start - 5) : start]):
                yield _finding(start, end, value, "文中写明了个人姓名。")
            break


def _bare(text: str) -> Iterator[Finding]:
    for found in _BARE.finditer(text):
        value, after = found[0], found[1]
        if value[0] in EVERYDAY or value[0] in FUNCTION_WORDS or value[:2] in NOT_NAMES or value[1:] in NOT_NAMES:
            continue
        goes_on = after in FOLLOW_WORDS or (after[:1] in _SAID and bool(after))
        paired = (more := _AND.match(text, found.end())) and likely_name(more[1]) and more[1][0] in SURE
        goes_on = goes_on or bool(paired) or (value[0] in SURE and bool(after) and not _PLACE.search(value))
        # 组长：周海燕; 王建国任县财政局局长: people in a public role.
        public = _ROLES.search(text[max(0, found.start() - 8) : found.start()].rstrip(": ")) or after[:1] == "任"
        if goes_on and not public and likely_name(value) and value[1:3] not in FOLLOW_WORDS:
            yield _finding(*found.span(), value, "文中有疑似个人姓名。")


def _rows(text: str) -> Iterator[Finding]:
    for found in _ROW.finditer(text):
        names = [one.replace(" ", "") for one in re.findall(_TOKEN, found[0])]
        before = text[max(0, found.start() - 14) : found.start()].rstrip(" :、,\n")
        good = sum(likely_name(one) and one[0] not in EVERYDAY for one in names)
        # A heading that says 名单 makes rare characters credible.
        enough = 0.3 if re.search("名单|人员|获奖|获得者|如下", before) else 0.6
        if good < 2 or good < len(names) * enough or not all(map(is_name, names)) or _ROLES.search(before):
            continue
        message = f"文中有一串个人姓名，共{len(names)}个。"
        excerpt = f"{names[0][:1]}** 等{len(names)}个"
        yield text_finding("personal_name", *found.span(), "、".join(names), message, blocking=False, excerpt=excerpt)

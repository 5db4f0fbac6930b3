"""Numbers that name a person: resident identity number, bank card, mobile phone.

One pass finds runs of at least eleven digits with small separators between them; the detectors look only
there. Identity numbers are gated on date and check digit (GB 11643), never on a table of areas; cards on
Luhn and issuer prefix.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from .finding import Finding, text_finding

# Spaces, hyphens, dots, or one line break (numbers break at line ends when text is taken from a PDF).
# Possessive: there is one way only to read a run, and one of a million digits must not keep a way back for each.
_RUN = re.compile(r"(?:\+ ?)?[0-9](?:(?:[ .-]{0,3}|[ ]{0,2}\r?\n[ ]{0,2})[0-9]){10,}+(?:[ -]{0,2}[Xx])?")
_GAP = r"(?:[ -]{1,3}|[ ]{0,2}\r?\n[ ]{0,2})?"
_D = rf"{_GAP}[0-9]"
# Of the day of birth, so much that most rows of digits are told apart before Python looks at them; see `_is_date`.
_BORN = rf"{_GAP}(?:1{_GAP}9|2{_GAP}0){_D}{_D}{_GAP}[01]{_D}{_GAP}[0-3]{_D}"
# Whole, in groups, or digit by digit; the last only where a row of single digits begins.
_RESIDENT = re.compile(
    rf"(?<![0-9])(?=([1-9][0-9](?:{_D}){{4}}{_BORN}(?:{_D}){{3}}{_GAP}[0-9Xx]"
    r"|(?<![0-9][ -])[1-9](?:[ -][0-9]){16}[ -][0-9Xx])(?![0-9]))"
)
_RESIDENT_OLD = re.compile(r"(?<![0-9])(?=([1-9][0-9]{5}(?:[ -]{0,2}[0-9]){9})(?![0-9Xx]))")
_CARD = re.compile(r"(?<![0-9])(?=([1-9][0-9]{3}(?:[ -]?[0-9]){9,15})(?![0-9]))")
_MOBILE = re.compile(
    r"(?<![0-9])(?:(?:\+ ?|00)?86[ -]{0,2})?"
    r"(1[3-9][0-9](?:[0-9]{8}|([ .-]{1,3})[0-9]{4}\2[0-9]{4}|[0-9]([ .-]{1,3})[0-9]{3}\3[0-9]{4}"
    r"|([ .-]{1,3})[0-9]{8}|[0-9]{2}([ .-]{1,3})[0-9]{6}|([ .-]{1,3})[0-9]{3}\6[0-9]{5}|[0-9]{4}[ -][0-9]{4})"
    r"|1 [3-9](?: [0-9]){9})(?![0-9])"
)

_ID_LABEL = re.compile(r"(?:身份证|公民身份|身份号|证件号|证号)[^\n]{0,12}$")
_CODE_LABEL = re.compile(r"(?:信用代码|机构代码|社会信用|纳税人识别|税号|登记号|索引号)[^\n]{0,8}$")
_BANK_LABEL = re.compile(r"(?:银行|卡号|账号|帐号|账户|帐户|储蓄卡|信用卡|借记卡|工资卡|一卡通|开户)[^\n]{0,16}$")
_PHONE_LABEL = re.compile(
    r"(?:手机|电话|联系方式|联系人|热线|微信|短信|号码|传真|(?i:tel|phone|mobile|mob|cell|wechat|wx|vx))"
    r"[^\n0-9]{0,8}$"
)
# A number announced as an office's own: lawful content (the guide of Art. 12 names it), so advice only.
_OFFICE_LABEL = re.compile(
    r"(?:咨询|值班|监督|举报|投诉|报名|服务|受理|预约|报警|应急|求助|窗口|办公)[^\n。;]{0,4}(?:电话|热线|手机|号码)[^\n。;]{0,18}$"
    r"|热线[^\n。;]{0,6}$"
)
_OTHER_LABEL = re.compile(
    r"(?:第|编号|编码|代码|文号|案号|单号|备案号|许可证号|证号|项目号|合同号|条码|流水号|索引号|账号|帐号|卡号|№|(?i:no\.?))"
    r"[ :：(（〔\[]{0,3}$"
)
# 万 and 元 are family names too, so a unit follows at once or is a whole unit of money.
_QUANTITY = re.compile(
    r" ?(?:元|万元|亿元)(?![某先女])|万[亩人吨户件平千]|亿|平方|立方|吨|公里|公斤|千克|千瓦|[%㎡]|\.[0-9]"
)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def scan_numbers(text: str, known: Collection[str] = ()) -> Iterator[Finding]:
    """Findings in normalised text, possibly overlapping; the surest kinds come first within a run.

    `known` holds the digits of telephones that offices publish as theirs: never findings.
    """
    for run in _RUN.finditer(text):
        yield from _residents(text, run.start(), run.end())
        yield from _old_residents(text, run.start(), run.end())
        yield from _cards(text, run.start(), run.end())
        yield from _mobiles(text, run.start(), run.end(), known)


def check_digit(first17: str) -> str:
    """Check character of an identity number (GB 11643-1999) for its first seventeen digits."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def luhn_valid(digits: str) -> bool:
    """Whether the digits satisfy the Luhn formula of card numbers (ISO/IEC 7812-1)."""
    doubled = (divmod(int(digit) * 2, 10) for digit in digits[-2::-2])
    return (sum(int(digit) for digit in digits[-1::-2]) + sum(tens + ones for tens, ones in doubled)) % 10 == 0


def credit_code_valid(code: str) -> bool:
    """Whether eighteen characters are a unified social credit code (GB 32100-2015), by its check character."""
    if len(code) != 18 or any(char not in _CREDIT_CHARS for char in code):
        return False
    total = sum(_CREDIT_CHARS.index(char) * weight for char, weight in zip(code, _CREDIT_WEIGHTS, strict=False))
    return _CREDIT_CHARS[(31 - total % 31) % 31] == code[17]


def _before(text: str, start: int, width: int = 24) -> str:
    return text[max(0, start - width) : start]


def _is_date(digits: str) -> bool:
    """Whether eight digits are a day on which someone now named in a document can have been born."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not 1900 <= year < 2050:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _plain_grouping(raw: str, length: int) -> bool:
    """A person writes a number whole, in a few groups or digit by digit; anything else is a row of numbers."""
    gaps = len(re.findall(r"[^0-9Xx]+", raw))
    return (gaps <= 6 or gaps == length - 1) and raw.count("\n") <= 1


def _residents(text: str, start: int, end: int) -> Iterator[Finding]:
    # endpos hides what follows the run, so the look-ahead is given one character more.
    for match in _RESIDENT.finditer(text, start, min(len(text), end + 1)):
        raw = match[1]
        value = re.sub(r"[^0-9Xx]", "", raw).upper()
        if not _is_date(value[6:14]) or not _plain_grouping(raw, 18):
            continue
        at, to = match.span(1)
        before = _before(text, at)
        if credit_code_valid(value) and (_CODE_LABEL.search(before) or re.match(r"/[0-9]{4}-", text[to : to + 6])):
            continue
        if check_digit(value[:17]) == value[17]:
            yield text_finding("resident_id", at, to, value, "文中有居民身份证号码，校验码相符。", blocking=True)
        elif _ID_LABEL.search(before):
            message = "文中有疑似居民身份证号码，校验码不符，可能抄写有误。"
            yield text_finding("resident_id", at, to, value, message, blocking=False)


def _old_residents(text: str, start: int, end: int) -> Iterator[Finding]:
    """Fifteen digits have no check digit: advice only, and never where an account or a code is announced."""
    for match in _RESIDENT_OLD.finditer(text, start, min(len(text), end + 1)):
        raw = match[1]
        value = re.sub(r"[^0-9]", "", raw)
        at, to = match.span(1)
        before = _before(text, at)
        labelled = bool(_ID_LABEL.search(before))
        if not _is_date("19" + value[6:12]) or not (labelled or raw == value):
            continue
        if labelled or not (_BANK_LABEL.search(before) or _is_code(text, before, to)):
            message = "文中有疑似旧式十五位居民身份证号码。"
            yield text_finding("resident_id", at, to, value, message, blocking=False)


def _issued(digits: str) -> bool:
    """Whether a card issuer uses this prefix with this length; kept wide for UnionPay, narrow for the rest."""
    length, two = len(digits), int(digits[:2])
    if two == 62:
        return 16 <= length <= 19
    if digits.startswith(("9558", "95595", "95599", "9111", "940", "99")):
        return length in (16, 18, 19)
    if length == 16:
        return digits[0] == "4" or 51 <= two <= 55 or two == 35 or 2221 <= int(digits[:4]) <= 2720 or two == 60
    return length == 15 and two in (34, 37)


def _cards(text: str, start: int, end: int) -> Iterator[Finding]:
    for match in _CARD.finditer(text, start, min(len(text), end + 1)):
        at = match.start(1)
        raw = _card_within(match[1])
        if not raw:
            continue
        to, value = at + len(raw), re.sub(r"[^0-9]", "", raw)
        before = _before(text, at)
        labelled = bool(_BANK_LABEL.search(before))
        if _issued(value) and (labelled or not _is_code(text, before, to)):
            yield text_finding("bank_card", at, to, value, "文中有银行卡号，校验位相符。", blocking=True)
        elif labelled:
            # Accounts of offices are published lawfully (fees, deposits): advice, not a stop.
            yield text_finding("bank_card", at, to, value, "文中有疑似银行账号，请确认不是个人账户。", blocking=False)


def _card_within(raw: str) -> str:
    """The longest beginning of grouped digits that ends with a group and satisfies Luhn; empty when there is none."""
    ends = [len(raw), *(gap.start() for gap in reversed(list(re.finditer(r"[ -]", raw))))]
    for end in ends:
        digits = re.sub(r"[^0-9]", "", raw[:end])
        if len(digits) < 13:
            break
        if luhn_valid(digits) and _plain_grouping(raw[:end], len(digits)):
            return raw[:end]
    return ""


def _is_code(text: str, before: str, to: int) -> bool:
    """Digits that the words around them call a code, a serial number or a quantity."""
    labelled = _OTHER_LABEL.search(before) or _CODE_LABEL.search(before)
    return bool(labelled or re.search(r"[A-Za-z_=]$", before) or _QUANTITY.match(text, to))


def _mobiles(text: str, start: int, end: int, known: Collection[str]) -> Iterator[Finding]:
    for match in _MOBILE.finditer(text, start, min(len(text), end + 1)):
        at, to = match.start(), match.end()
        before = _before(text, at)
        if not _PHONE_LABEL.search(before) and _is_other_number(text, before, to):
            continue
        value = re.sub(r"[^0-9]", "", match[1])
        if value in known:
            continue
        office = bool(_OFFICE_LABEL.search(before))
        message = "文中有手机号码，写明是咨询、值班一类的电话，请核对是不是办公号码。" if office else "文中有手机号码。"
        yield text_finding("mobile", at, to, value, message, blocking=not office)


def _is_other_number(text: str, before: str, to: int) -> bool:
    """Eleven digits that are part of a code, an amount, a decimal or an address and not a telephone."""
    glued = re.search(r"[0-9][.-]$", before) or re.match(r"[A-Za-z_]", text[to : to + 1])
    address = before.endswith("/") and re.match(r"/|\.[A-Za-z]", text[to : to + 2])
    return bool(glued or address) or _is_code(text, before, to)

"""Made-up positives and hard negatives with valid check digits, for the bench and the tests. No number is a person's.

Everything comes from a seeded generator, so a measured figure can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .numbers import check_digit, luhn_valid

SEED = 20190515
FULL_WIDTH = str.maketrans("0123456789X- ", "０１２３４５６７８９Ｘ－　")


@dataclass(frozen=True)
class Sample:
    """A text and what must be found in it: `kind`, and `found` as the exact characters of the text ("" = nothing)."""

    text: str
    kind: str
    found: str


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def make_resident_id(dice: random.Random) -> str:
    """An identity number with a valid date and check character; the area is any six digits."""
    day = f"{dice.randint(1930, 2015)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
    first = dice.choice("123456789") + _digits(dice, 5) + day + _digits(dice, 3)
    return first + check_digit(first)


def make_card(dice: random.Random) -> str:
    """A card number of a common issuer that satisfies Luhn."""
    prefix, length = dice.choice(
        [("62", 16), ("62", 19), ("62", 17), ("4", 16), ("53", 16), ("3568", 16), ("955880", 19)]
    )
    body = prefix + _digits(dice, length - len(prefix) - 1)
    return next(body + last for last in "0123456789" if luhn_valid(body + last))


def make_mobile(dice: random.Random) -> str:
    """Eleven digits of the mobile numbering range."""
    return "1" + dice.choice("3456789") + _digits(dice, 9)


def _grouped(number: str, *sizes: int, by: str) -> str:
    pieces, position = [], 0
    for size in sizes:
        pieces.append(number[position : position + size])
        position += size
    return by.join(piece for piece in [*pieces, number[position:]] if piece)


Spelling = Callable[[str], str]
_ID_SPELLINGS: list[Spelling] = [
    str,
    str,
    lambda n: n.lower(),
    lambda n: n.translate(FULL_WIDTH),
    lambda n: _grouped(n, 6, 8, by=" "),
    lambda n: _grouped(n, 6, 8, by="-"),
    lambda n: _grouped(n, 6, 4, 4, by=" "),
    lambda n: _grouped(n, 3, 3, 4, 4, by="\u3000"),
    lambda n: _grouped(n, 6, 8, by="\u00a0"),
    lambda n: _grouped(n, 6, 8, by="—"),
    lambda n: " ".join(n),
    lambda n: _grouped(n, 10, by="\n"),
    lambda n: _grouped(n, 9, by="\u200b"),
    lambda n: _grouped(n, 6, 8, by=" ").translate(FULL_WIDTH),
]
_CARD_SPELLINGS: list[Spelling] = [
    str,
    str,
    lambda n: n.translate(FULL_WIDTH),
    lambda n: _grouped(n, 4, 4, 4, 4, by=" "),
    lambda n: _grouped(n, 4, 4, 4, 4, by="-"),
    lambda n: _grouped(n, 6, by=" "),
    lambda n: _grouped(n, 4, 4, 4, 4, by="\u3000"),
    lambda n: _grouped(n, 4, 4, 4, 4, by="\u00a0"),
]
_MOBILE_SPELLINGS: list[Spelling] = [
    str,
    str,
    lambda n: n.translate(FULL_WIDTH),
    lambda n: _grouped(n, 3, 4, by=" "),
    lambda n: _grouped(n, 3, 4, by="-"),
    lambda n: _grouped(n, 3, 4, by="—"),
    lambda n: _grouped(n, 3, 4, by="."),
    lambda n: _grouped(n, 4, 3, by="-"),
    lambda n: _grouped(n, 5, by=" "),
    lambda n: "+86" + n,
    lambda n: "+86 " + _grouped(n, 3, 4, by=" "),
    lambda n: "0086" + n,
    lambda n: "86-" + n,
    lambda n: " ".join(n),
    lambda n: _grouped(n, 3, 4, by="\u200b"),
]
_ID_CONTEXTS = [
    "申请人张某，身份证号码：{}，住本市。",
    "公民身份号码{}",
    "张某（{}）符合条件，拟予救助。",
    "1.{}，李某，低保户；",
    "序号\t姓名\t身份证号\t金额\n1\t王某\t{}\t1200\n",
    "12 {} 2024年1月",
    "统一社会信用代码：91110000101623741K；法定代表人证件：{}。",
    "ID{}",
    "{}",
    "附件三公示名单：{}、",
]
_CARD_CONTEXTS = [
    "补助资金汇入卡号：{}，开户行为本地农商银行。",
    "银行账号{}",
    "王某\t农商银行\t{}\t3000.00\n",
    "（{}）",
    "持卡人李某，{}。",
    "{}",
    "请核对{}是否有误",
]
_MOBILE_CONTEXTS = [
    "联系人：张某，联系电话：{}。",
    "手机{}",
    "电话0575-83031234、{}",
    "1\t李某\t{}\t本市某镇\n",
    "有意者请致电{}咨询",
    "Tel:{}",
    "（{}）",
    "{}",
    "2024年1月5日 {} 王某",
    "微信号：{}",
]


def _numbers(kind: str, count: int) -> Iterator[Sample]:
    makers = {"resident_id": make_resident_id, "bank_card": make_card, "mobile": make_mobile}
    spellings = {"resident_id": _ID_SPELLINGS, "bank_card": _CARD_SPELLINGS, "mobile": _MOBILE_SPELLINGS}[kind]
    contexts = {"resident_id": _ID_CONTEXTS, "bank_card": _CARD_CONTEXTS, "mobile": _MOBILE_CONTEXTS}[kind]
    dice = random.Random(f"{SEED} {kind}")  # noqa: S311 (repeatable on purpose)
    for _ in range(count):
        written = dice.choice(spellings)(makers[kind](dice))
        yield Sample(dice.choice(contexts).format(written), kind, written)


def _marks(count: int) -> Iterator[Sample]:
    dice = random.Random(f"{SEED} marks")  # noqa: S311 (repeatable on purpose)
    body = "\n\n关于开展某项工作的通知\n\n各有关单位：现将有关事项通知如下。国家秘密应当依法保守。\n"
    terms = ["10年", "20 年", "５年", "长期", "启用前", "解密前", "六个月", "30年", "三十年", "1年", "2026年"]
    for _ in range(count):
        level = dice.choice(["绝密", "机密", "秘密", "绝 密", "机　密", "秘  密"])
        star = dice.choice(["★", "★", "★", " ★ ", "☆", "　★"])
        shape = dice.choice(["starred", "starred", "starred", "bare star", "head line", "field"])
        if shape == "starred":
            written = level + star + dice.choice(terms)
            text = dice.choice(
                ["{}", "000012\n{}\n特急", "　　　　{}　　", "试卷类型：A\n\n{}\n", "签发人：张某 {}"]
            ).format(written)
        elif shape == "bare star":
            written = level + star.strip()
            text = f"{written}\n"
        elif shape == "head line":
            written = level
            text = f"000012\n{written}\n特急"
        else:
            written = level
            text = f"密级：{written}\n发文机关：某局"
        yield Sample(text + body, "classification_mark", written)


def positives(kind: str, count: int = 400) -> list[Sample]:
    """`count` samples of one kind, each with exactly one thing to find."""
    return list(_marks(count) if kind == "classification_mark" else _numbers(kind, count))


_NEGATIVE_SHAPES = [
    "联系电话：0575-{d8}，传真：（0575）{d8}。",
    "咨询电话0571{d8}、400-{d3}-{d4}、12345。",
    "统一社会信用代码：91330683MA2B{d5}7X",
    "索引号：113708280043326001/2024-0{d4}",
    "索引号：12331003E96936103G/2024-{d6}",
    "项目代码：2024-330683-78-01-{d6}",
    "嵊政办〔2024〕{d2}号，档案编号：1{d10}",
    "身份证号：3306**********{d4}，手机：138****{d4}，卡号：6222****{d4}",
    "总投资13{d9}元，其中中央资金15{d9}万元。",
    "合同编号：62{d14}；订单号：4{d15}",
    "东经120.{d11}，北纬29.{d11}",
    "坐标：x=13{d9}",
    "2019 2020 2021 2022 2023 2024 {d4} {d4} {d4}",
    "涉及国家秘密、商业秘密和个人隐私的，机密级、绝密级文件按规定办理。",
    "设备序列号SN13{d9}，网站标识码3306830002。",
    "https://www.example.gov.cn/art/2024/1/1/art_{d10}_13{d9}.html",
    "内部资料性出版物管理适用本办法，内部文件的管理另行规定。",
]


def negatives(count: int = 600) -> list[str]:
    """Lines full of digits and words that look like findings and are none."""
    dice = random.Random(f"{SEED} negatives")  # noqa: S311 (repeatable on purpose)
    widths = {f"d{width}": width for width in range(2, 16)}
    return [
        dice.choice(_NEGATIVE_SHAPES).format(**{name: _digits(dice, width) for name, width in widths.items()})
        for _ in range(count)
    ]

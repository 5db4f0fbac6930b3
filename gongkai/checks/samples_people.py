"""Made-up persons, papers and homes for the bench, written like offices write, and not like the detectors read.

Names are drawn from a list of frequent surnames and from all 3,755 first-level characters of GB 2312, so that rare
characters occur; some sentences give no hint at all that a name follows. Nobody is meant.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from .samples import FULL_WIDTH, SEED, Sample, _digits, make_resident_id

_SURNAMES = (
    "王王王李李李张张张刘刘陈陈杨杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟"
    "姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤温庞殷章葛管"
)
_RARE = (
    "欧阳",
    "诸葛",
    "司马",
    "上官",
    "皇甫",
    "佟",
    "栾",
    "闵",
    "宁",
    "翟",
    "冉",
    "牟",
    "桂",
    "阮",
    "蓝",
    "麻",
    "仇",
    "郎",
    "景",
    "应",
)
_GIVEN = (
    "伟强磊军勇杰涛明超平刚辉鹏华建国志文玉海云凤林斌波宇浩凯健俊帆红霞秀英兰芳敏静丽娟艳梅桂春香秋菊花莲珍珠翠芬玲燕美琴素淑惠雪"
    "晓丹萍倩雯欣怡梓涵子轩浩然博文思远佳慧诗雨一鸣德贵福根水生木金土财旺发富全有才荣光宗耀祖长顺大山小虎阿宝兴邦卫东爱民新民"
)
_LEVEL_ONE = [
    bytes((high, low)).decode("gb2312")
    for high in range(0xB0, 0xD8)
    for low in range(0xA1, 0xFF)
    if not (high == 0xD7 and low > 0xF9)
]
# Offices themselves mask names with 某; characters that no parents choose are drawn again.
_NEVER = set("某的了是不在和与及等也又被把对从向于以为因其此已将未无非死病癌亡鬼奸贼妖尿屎屁粪尸")


_FORMS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "samples_people.yaml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class People:
    """A text and the full names in it, as they should be found."""

    text: str
    names: tuple[str, ...]


def make_name(dice: random.Random) -> str:
    """A full name: one in twelve with a rare surname, one character in eight of the given name a random one."""
    surname = dice.choice(_RARE) if dice.random() < 1 / 12 else dice.choice(_SURNAMES)
    return surname + "".join(_given(dice) for _ in range(1 if dice.random() < 0.18 else 2))


def _given(dice: random.Random) -> str:
    while True:
        char = dice.choice(_LEVEL_ONE) if dice.random() < 1 / 8 else dice.choice(_GIVEN)
        if char not in _NEVER:
            return char


def _spaced(name: str, dice: random.Random) -> str:
    return f"{name[0]}{dice.choice(('　', ' ', '  '))}{name[1]}" if len(name) == 2 and dice.random() < 0.3 else name


def labelled(count: int = 400) -> list[People]:
    """Names behind labels, in lists and in columns of tables."""
    return _people("labelled", [*_FORMS["labelled"], *_FORMS["listed"]], count)


def prose(count: int = 400) -> list[People]:
    """Names in sentences."""
    return _people("prose", [*_FORMS["prose"], *_FORMS["prose_more"]], count)


def held_out(count: int = 400) -> list[People]:
    """Names in other sentences than those the rules were made on."""
    return _people("held_out", _FORMS["held_out"], count)


def _people(family: str, forms: list[str], count: int) -> list[People]:
    dice = random.Random(f"{SEED} {family}")  # noqa: S311 (repeatable on purpose)
    made = []
    for number in range(count):
        form = forms[number % len(forms)]
        names = [make_name(dice) for _ in range(form.count("{}"))]
        written = [_spaced(name, dice) if family == "labelled" else name for name in names]
        made.append(People(form.format(*written), tuple(names)))
    return made


def _passport(dice: random.Random) -> str:
    return dice.choice(
        [
            "E" + _digits(dice, 8),
            "G" + _digits(dice, 8),
            "E" + dice.choice("ABCDEFGH") + _digits(dice, 7),
            "D" + _digits(dice, 8),
        ]
    )


def _permit(dice: random.Random) -> str:
    return dice.choice("HMHM") + _digits(dice, 8) + dice.choice(["", "", "01"])


def _plate(dice: random.Random) -> str:
    area = dice.choice("京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋陕吉闽贵粤川") + dice.choice("ABCDEFGHJKL")
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    tail = dice.choice(
        [
            _digits(dice, 5),
            dice.choice(letters) + _digits(dice, 4),
            _digits(dice, 2) + dice.choice(letters) + _digits(dice, 2),
            dice.choice(letters) + dice.choice(letters) + _digits(dice, 3),
            dice.choice("DF") + _digits(dice, 5),
            _digits(dice, 5) + dice.choice("DF"),
            dice.choice(letters) + _digits(dice, 3) + "学",
        ]
    )
    return area + dice.choice(["", "", "·", " ", "-"]) + tail


def _certificate(dice: random.Random) -> str:
    long = make_resident_id(dice) + str(dice.randint(1, 7)) + str(dice.randint(1, 4))
    return dice.choice([_digits(dice, 10), dice.choice("ABC") + _digits(dice, 8), _digits(dice, 12), long])


def _home(dice: random.Random) -> str:
    estate = dice.choice(["阳光花园", "锦绣小区", "幸福家园", "翠湖佳苑", "东方名城", "和谐新村", "学府公寓"])
    number, unit, room = dice.randint(1, 30), dice.randint(1, 5), dice.choice([101, 302, 501, 1203, 704])
    town = dice.choice(["城关镇", "东山街道", "示范县城关镇", ""])
    village = f"{dice.choice(['红旗', '东风', '前进'])}村{dice.choice('一二三四五')}组{dice.randint(1, 99)}号"
    return dice.choice(
        [
            f"{town}{estate}{number}栋{unit}单元{room}室",
            f"{town}{estate}{number}幢{unit}单元{room}",
            f"{town}{estate}{number}号楼{room}室",
            f"{town}{estate}{number}-{unit}-{room}",
            (town or "城关镇") + village,
        ]
    )


def _telephone(dice: random.Random) -> str:
    area = dice.choice(["575", "571", "21", "10", "731"])
    return f"0{area}{dice.choice(['-', ' ', ''])}{dice.randint(2, 8)}{_digits(dice, 7)}"


def _mail(dice: random.Random) -> str:
    user = "".join(dice.choice("abcdefghkmnprstwxyz") for _ in range(6)) + _digits(dice, 2)
    return f"{user}@{dice.choice(['qq.com', '163.com', '126.com', 'sina.com', 'foxmail.com', 'gmail.com'])}"


def _officer(dice: random.Random) -> str:
    return dice.choice(["军字第", "南字第", "海字第", "空字第", "参字第"]) + _digits(dice, 7) + "号"


_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "passport": _passport,
    "travel_permit": _permit,
    "officer_id": _officer,
    "vehicle_plate": _plate,
    "certificate": _certificate,
    "landline": _telephone,
    "email": _mail,
    "home_address": _home,
}


def papers(kind: str, count: int = 200) -> list[Sample]:
    """Samples of one kind with exactly one thing to find; one in six in full-width characters."""
    make, contexts = _MAKERS[kind], _FORMS[kind]
    dice = random.Random(f"{SEED} {kind}")  # noqa: S311 (repeatable on purpose)
    made = []
    for number in range(count):
        written = make(dice)
        if dice.random() < 1 / 6 and kind not in ("email", "home_address"):
            written = written.translate(FULL_WIDTH)
        made.append(Sample(contexts[number % len(contexts)].format(written), kind, written))
    return made


PAPERS = tuple(_MAKERS)

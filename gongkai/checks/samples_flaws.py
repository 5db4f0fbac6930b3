"""Made-up mistakes of the kinds that `checks` looks for in form and content, each with its right counterpart."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from .context import Context
from .samples import SEED

_CAPITALS = "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True)
class Flaw:
    """A text with one mistake of `kind`, the same text without it, and the context of both."""

    kind: str
    wrong: str
    right: str
    context: Context


def _impossible(dice: random.Random) -> tuple[str, str, Context]:
    bad = dice.choice(["2月30日", "4月31日", "13月5日", "6月31日", "2023年2月29日", "11月31日"])
    form = dice.choice(["请于2024年{}前报送。", "自{}起施行。", "（{}印发）", "会议定于{}召开"])
    form = form.replace("2024年", "") if bad.startswith("20") else form
    return form.format(bad), form.format("3月15日"), Context()


def _reversed(dice: random.Random) -> tuple[str, str, Context]:
    early, late = f"{dice.randint(1, 4)}月{dice.randint(1, 28)}日", f"{dice.randint(6, 9)}月{dice.randint(1, 28)}日"
    form = dice.choice(
        [
            "公示时间：2024年{}至2024年{}。",
            "自2024年{}起至2024年{}止",
            "征求意见期限为2024年{}—{}",
            "2024年{}到2024年{}期间封闭施工",
        ]
    )
    return form.format(late, early), form.format(early, late), Context()


def _amount(dice: random.Random) -> tuple[str, str, Context]:
    ten, one = dice.randint(1, 9), dice.randint(1, 9)
    words, good = f"{_CAPITALS[ten]}拾{_CAPITALS[one]}万元整", (ten * 10 + one) * 10_000
    bad = good + dice.choice([10_000, -10_000, 100_000, 90_000])
    form = dice.choice(["成交价：人民币{}（¥{}）", "金额{}（小写：{}元）", "合同价款为人民币{}（￥{}元）。"])
    return form.format(words, f"{bad:,}.00"), form.format(words, f"{good:,}.00"), Context()


def _bracket(dice: random.Random) -> tuple[str, str, Context]:
    right = dice.choice(
        [
            "根据《示范县办法》规定，制定本方案。",
            "各镇人民政府（街道办事处），县政府各部门：",
            "推进“一网通办”改革。",
            "示政办〔2024〕12号文件要求如下。",
        ]
    )
    marks = [at for at, char in enumerate(right) if char in "《》（）“”〔〕"]
    cut = dice.choice(marks)
    return right[:cut] + right[cut + 1 :], right, Context()


def _number(dice: random.Random) -> tuple[str, str, Context]:
    number = dice.randint(1, 99)
    word = dice.choice(["示政发", "示政办发", "示财字", "示人社函"])
    wrong = dice.choice(
        [
            f"{word}[2024]{number}号",
            f"{word}（2024）{number}号",
            f"{word}〔2024〕第{number}号",
            f"{word}【2023】{number}号",
        ]
    )
    return f"按照{wrong}执行。", f"按照{word}〔2024〕{number}号执行。", Context()


def _sum(dice: random.Random) -> tuple[str, str, Context]:
    parts = [[dice.randint(10, 900), dice.randint(1, 90)] for _ in range(dice.randint(3, 6))]
    head = "单位\t金额（万元）\t项目数\n" + "".join(f"第{n}镇\t{a}\t{b}\n" for n, (a, b) in enumerate(parts, 1))
    first, second = (sum(part[i] for part in parts) for i in (0, 1))
    label = dice.choice(["合计", "合 计", "总计"])
    return f"{head}{label}\t{first + dice.randint(1, 9)}\t{second}", f"{head}{label}\t{first}\t{second}", Context()


def _enclosed(dice: random.Random) -> tuple[str, str, Context]:
    right, wrong = dice.choice(
        [
            ("请按要求填写附件1、附件2。", "请按要求填写附件1、附件2、附件3。"),
            ("附件：1.申报表\n2.任务清单", "附件：1.申报表\n2.任务清单\n3.联系表"),
            ("名单见附件2，申请表见附件1。", "名单见附件4，申请表见附件1。"),
        ]
    )
    return wrong, right, Context(attachments=("甲.docx", "乙.xlsx"))


def _gap(dice: random.Random) -> tuple[str, str, Context]:
    right = dice.choice(
        [
            "一、总体要求\n内容。\n二、主要任务\n内容。\n三、保障措施\n内容。",
            "（一）申请。\n（二）受理。\n（三）审核。\n（四）公示。",
        ]
    )
    lines = right.split("\n")
    cut = 2 if "一、" in right else 1
    return "\n".join(lines[:cut] + lines[cut + (2 if "一、" in right else 1) :]), right, Context()


def _link(dice: random.Random) -> tuple[str, str, Context]:
    bad = dice.choice(
        [
            "http://10.12.3.4/oa/",
            "http://192.168.1.20:8080/x.doc",
            "http://oa/index.jsp",
            "file:///C:/通知.doc",
            "http://localhost/a",
        ]
    )
    return f"详见{bad} 。", "详见 https://www.example.gov.cn/a.html 。", Context()


def _word(dice: random.Random) -> tuple[str, str, Context]:
    wrong, right = dice.choice(
        [
            ("布署", "部署"),
            ("截止目前", "截至目前"),
            ("贯撤", "贯彻"),
            ("行驶职权", "行使职权"),
            ("招聘启示", "招聘启事"),
            ("防犯", "防范"),
            ("既使", "即使"),
        ]
    )
    form = dice.choice(["各单位要认真{}有关工作。", "关于{}的通知", "会议强调，{}十分重要。"])
    return form.format(wrong), form.format(right), Context()


_MAKERS: dict[str, Callable[[random.Random], tuple[str, str, Context]]] = {
    "impossible_date": _impossible, "date_order": _reversed, "amount": _amount, "brackets": _bracket,
    "number_form": _number, "table_sum": _sum, "attachments": _enclosed, "numbering": _gap,
    "private_link": _link, "wrong_word": _word,
}  # fmt: skip
FLAWS = tuple(_MAKERS)


def flaws(kind: str, count: int = 60) -> list[Flaw]:
    """Mistakes of one kind."""
    dice = random.Random(f"{SEED} {kind}")  # noqa: S311 (repeatable on purpose)
    return [Flaw(kind, *_MAKERS[kind](dice)) for _ in range(count)]

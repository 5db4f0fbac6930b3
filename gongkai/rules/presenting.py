"""A rule as pages show it, to staff and to citizens: in words, entry by entry, level by level, matter by matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.rules import comparing, vocabulary
from gongkai.rules.errors import NoRule
from gongkai.rules.lookup import at, barred, effective, history, names, places
from gongkai.rules.model import Entry, Rule, RuleFile, say
from gongkai.rules.tree import Tree, law

LONG = 60  # a list longer than this is said by its length

# The first part of a rule's name -> (what a citizen calls the matter, what the rules of it are used for).
MATTERS: dict[str, tuple[str, str]] = {
    "foi": ("申请公开", "申请从收到到答复各步骤的期限、延期、补正、征求第三方意见和收费，都按这些规定计算。"),
    "remedies": ("不服答复怎么办", "答复书按这些规定告知复议机关、受理法院和期限。"),
    "publication": ("主动公开", "各机关哪些信息要公开、多久之内公开，按这些规定提醒和考核。"),
    "guide": ("公开指南", "公开指南的要素按这些规定核对，缺一项不能发布。"),
    "catalogue": ("公开目录", "公开目录包含哪些内容、怎样编排，按这些规定核对。"),
    "query_points": ("查询点", "政府信息公开查询点设在哪里、提供哪些服务，按这些规定核对。"),
    "records": ("公开属性和著录", "一条信息能不能公开、要标注哪些内容、怎样标明有效性，按这些规定办理。"),
    "review": ("公开前的审核", "公开之前由谁、按什么顺序审核，按这些规定执行。"),
    "inquiries": ("公开前征求意见", "几个机关共同制作的信息，公开之前怎样征求其他机关的意见，按这些规定办理。"),
    "interpretation": ("政策解读", "哪些文件要解读、什么时候公开，按这些规定提醒。"),
    "consultation": ("决策前征求意见", "重大决策和规范性文件征求公众意见的范围和时间，按这些规定核对。"),
    "meetings": ("会议开放", "政府会议怎样向公众开放，按这些规定办理。"),
    "mailbox": ("群众留言", "来信和留言的答复期限按这些规定计算。"),
    "opinion": ("突发事件和舆情回应", "发布权威信息、举行新闻发布会的时限按这些规定计算。"),
    "gazette": ("政府公报", "政府公报的公开和收录按这些规定核对。"),
    "service": ("政务服务", "网上办事和双随机检查的公开按这些规定核对。"),
    "report": ("年度报告", "政府信息公开工作年度报告的内容和格式按这些规定核对。"),
    "statistics": ("统计", "政府信息公开情况统计按这些规定汇总。"),
    "assessment": ("考核评估", "各机关公开工作的考核按这些规定评分。"),
    "supervision": ("监督", "公开工作由谁监督、怎样纠正，按这些规定办理。"),
    "dispute": ("复议和诉讼应对", "机关答复复议、参加诉讼按这些规定办理。"),
    "letters": ("告知书", "答复书、告知书的种类和要素按这些规定核对。"),
    "liaison": ("联席会议和联系单", "机关之间的会商和征求意见按这些规定办理。"),
    "archive": ("归档", "公开工作的材料按这些规定归档。"),
    "training": ("培训", "政府信息公开工作培训按这些规定安排。"),
    "site": ("政府网站", "政府网站和政务新媒体按这些指标检查。"),
    "platform": ("公开平台", "政府信息公开平台的栏目和功能按这些规定核对。"),
    "scope": ("公开义务的范围", "什么是政府信息、由哪个机关公开，按这些规定判断。"),
    "clock": ("期限怎样计算", "所有期限的起算日、末日和休息日按这些规定计算。"),
    "basis": ("依据的更替", "已被替代的文件列在这里，仍引用它们的规定会被指出。"),
}
OTHER = ("其他规定", "本网站办理公开工作时遵守的其他规定。")


def place_names() -> dict[str, str]:
    """Path -> Chinese name of every place."""
    return {place.path: place.name for place in places()}


def held_at(name: str, place: str, on: date) -> Rule | None:
    """The rule at a place on a day, None where none is in force."""
    try:
        return at(name, place, on)
    except NoRule:
        return None


def held(place: str, on: date) -> list[Rule]:
    """Every rule in force at a place on a day, by name."""
    return [rule for name in names(place) if (rule := held_at(name, place, on))]


def brief(rule: Rule) -> str:
    """The value in words; a long list by its length."""
    text = rule.say()
    if rule.kind in ("list", "plan") and len(text) > LONG and isinstance(rule.value, tuple):
        return f"共 {len(rule.value)} 项：{text[: LONG - 10]}……"
    return text


def items(rule: Rule) -> list[str]:
    """The entries of a list or the steps of a plan, in words."""
    if rule.kind not in ("list", "plan") or not isinstance(rule.value, tuple):
        return []
    return [
        str(item.get("label") or item.get("name") or item.get("code"))
        if isinstance(item, dict)
        else vocabulary.word(item)
        for item in rule.value
    ]


@dataclass(frozen=True, slots=True)
class Level:
    """A rule at one place of the chain, from the country down.

    `words`: what is obeyed there; `own`: the place's own text is what is obeyed. `text`, `source`: what its own text
    says where it is not obeyed, and `why` not. `rule`: what is in force there, None where nothing is.
    """

    place: str
    rule: Rule | None
    own: bool
    words: str
    text: str = ""
    source: str = ""
    why: str = ""


def levels(name: str, place: str, on: date) -> list[Level]:
    """The rule at each level from the country down: where a level's own text holds, what it inherits, and why."""
    tree, called = law(), place_names()
    parts = place.split("/")
    chain = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
    return [_level(tree, name, path, on, called[path]) for path in chain]


def _level(tree: Tree, name: str, path: str, on: date, called: str) -> Level:
    rule = held_at(name, path, on)
    file = tree.files.get(name, {}).get(path)
    entry = file.entry_on(on) if file else None
    own = rule is not None and rule.place == path
    words = brief(rule) if rule else ""
    if own or file is None or entry is None or entry.value is None:
        return Level(called, rule, own, words)
    text = say(file.kind, entry.value, entry.unit, entry.counted_from, file.bound)
    return Level(called, rule, False, words, text, entry.source, _why(tree, file, entry, on))


def _why(tree: Tree, file: RuleFile, entry: Entry, on: date) -> str:
    """Why a place's own text is not obeyed."""
    above = effective(tree, file.name, file.place.rpartition("/")[0], on)
    found = comparing.compare(entry, above[1], above[0]) if above else []
    said = [one.what for one in found if not one.allowed]
    if not said and (kept_out := barred(tree, file, entry, on)):
        said = [f"所列的“{'、'.join(comparing.label(code, item) for code, item in kept_out.items())}”为法律所不许"]
    return "；".join(said) or "与上位规定不一致"


@dataclass(frozen=True, slots=True)
class Past:
    """A rule as it once held: where it came from, in words."""

    rule: Rule
    words: str
    where: str


def past(name: str, place: str) -> list[Past]:
    """Every rule that held at a place in turn, newest first. Raises NoRule."""
    called = place_names()
    return [Past(one, brief(one), called[one.place]) for one in reversed(history(name, place))]


@dataclass(frozen=True, slots=True)
class Matter:
    """Rules of one matter: its code, what it is called, what its rules are used for."""

    code: str
    label: str
    used_for: str
    rules: tuple[Rule, ...]


def matter_of(name: str) -> tuple[str, str]:
    """What the matter of a rule is called, and what its rules are used for."""
    return MATTERS.get(name.partition(".")[0], OTHER)


def place_of_matter(name: str) -> int:
    """Where the matter of a rule stands among the matters; those not named in MATTERS last."""
    code = name.partition(".")[0]
    return list(MATTERS).index(code) if code in MATTERS else len(MATTERS)


def by_matter(place: str, on: date) -> list[Matter]:
    """The rules in force at a place on a day, grouped by matter, what citizens ask most on top."""
    found: dict[str, list[Rule]] = {code: [] for code in MATTERS}
    for rule in held(place, on):
        found.setdefault(rule.name.partition(".")[0], []).append(rule)
    return [Matter(code, *MATTERS.get(code, OTHER), tuple(some)) for code, some in found.items() if some]


def sentence(rule: Rule, place: str) -> str:
    """The rule as one plain sentence: “在嵊州市，答复期限为收到申请之日起不超过……个工作日。”"""
    if rule.kind == "plan":
        return f"在{place}，{rule.title}依次经过{rule.say()}。"
    if rule.kind == "list":
        return f"在{place}，{rule.title}共 {len(rule.value)} 项，列在下面。"
    return f"在{place}，{rule.title}：{rule.say()}。"

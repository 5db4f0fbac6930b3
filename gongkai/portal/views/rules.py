"""The law as citizens read it: which rules are in force here, one matter at a time, one page per rule. 条例 Art. 5"""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from gongkai import pages
from gongkai.organisations.queries import today
from gongkai.pages import public_page
from gongkai.portal import meta, queries
from gongkai.portal.views import page
from gongkai.rules import presenting, vocabulary

ROOT = [("政府信息公开制度", "/system/"), ("本地现行规则", "/rules/")]
TITLE = "本地现行规则"


def _here() -> tuple[str, str, dt.date]:
    """(path, name) of the place whose rules the site follows, and the day."""
    pages.use("law", "day")
    place = queries.place(queries.competent())
    return place, presenting.place_names()[place], today()


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Every rule in force here, by matter."""
    place, called, day = _here()
    matters = presenting.by_matter(place, day)
    context = {
        "matters": matters,
        "place_name": called,
        "day": day,
        "total": sum(len(one.rules) for one in matters),
        "unverified": sum(not rule.verified for one in matters for rule in one.rules),
        "meta": meta.column(TITLE, f"{called}现行的政府信息公开规则和出处", "政府信息公开制度"),
    }
    return page(request, "rules.html", context, trail=[*ROOT[:1], (TITLE, "")])


@public_page
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """One rule; a name without a dot is a matter and lists its rules with what they say."""
    place, called, day = _here()
    if "." not in name:
        return _matter(request, name, place, called, day)
    try:
        past = presenting.past(name, place)
    except LookupError as error:
        raise Http404("没有这条规则") from error
    held = presenting.held_at(name, place, day)
    if not past:
        raise Http404("本地没有这条规则")
    title, (matter, used_for) = (held or past[0].rule).title, presenting.matter_of(name)
    context = {
        "rule": held,
        "title": title,
        "used_for": used_for,
        "sentence": presenting.sentence(held, called) if held else "",
        "facts": _facts(held) if held else [],
        "items": presenting.items(held) if held else [],
        "levels": presenting.levels(name, place, day),
        "past": past,
        "day": day,
        "meta": meta.column(title, f"{called}：{title}", TITLE),
    }
    trail = [*ROOT, (matter, f"/rules/{name.partition('.')[0]}/"), (title, "")]
    return page(request, "rule.html", context, trail=trail)


def _matter(request: HttpRequest, code: str, place: str, called: str, day: dt.date) -> HttpResponse:
    found = next((one for one in presenting.by_matter(place, day) if one.code == code), None)
    if found is None:
        raise Http404("没有这类规则")
    context = {
        "matter": found,
        "rows": [{"rule": one, "words": presenting.brief(one)} for one in found.rules],
        "place_name": called,
        "day": day,
        "meta": meta.column(found.label, found.used_for, TITLE),
    }
    return page(request, "rules_matter.html", context, trail=[*ROOT, (found.label, "")])


def _facts(held: Any) -> list[tuple[Any, ...]]:
    """The rule's facts as the summary takes them: value, unit, since, source, whether anybody has read it."""
    words = held.say() if held.kind not in ("list", "plan") else f"共 {len(held.value)} 项，列在下面"
    verified = f"已核对原文，{held.checked_on}" if held.verified else "未核对原文，以文件原文为准"
    return [
        ("现在的规定", words),
        ("计算单位", vocabulary.PERIOD_UNITS.get(held.unit, "").removeprefix("个") if held.kind == "period" else ""),
        ("从何时起算", vocabulary.EVENTS.get(held.counted_from, "")),
        ("末日是休息日", vocabulary.ROLL.get(held.roll, "") if held.unit in vocabulary.CALENDAR_UNITS else ""),
        ("何时起执行", held.since),
        ("出处", held.source),
        ("由哪一级规定", presenting.place_names()[held.place]),
        ("各地能否另定", vocabulary.LOCAL[held.local]),
        ("核对情况", verified),
        ("说明", held.note),
    ]

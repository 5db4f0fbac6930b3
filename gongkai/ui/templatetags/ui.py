"""The components as template tags. Data in, accessible HTML out; every tag escapes what it is given.

Shapes of the arguments stand in each docstring; `/desk/ui/` shows every component, `docs/ui.md` lists them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.forms.utils import flatatt
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai import rules
from gongkai.ui import dates, forms, laying, shapes
from gongkai.ui import diff as differences

register = template.Library()
register.filter("day", dates.day)
register.filter("moment", dates.moment)
register.filter("day_long", dates.day_long)
register.filter("cited", rules.cited)


@register.filter
def laid(html: str) -> SafeString:
    """Cleaned HTML of a document with addressee, signature and date where an official document has them."""
    return mark_safe(laying.laid(html or ""))


STATUS_KINDS = ("plain", "doing", "done", "wait", "stop", "off")
BANNERS = {"info": "", "debug": "", "success": "已完成", "warning": "请注意", "danger": "有问题"}
META = [
    "SiteName",
    "SiteDomain",
    "SiteIDCode",
    "ColumnName",
    "ColumnDescription",
    "ColumnKeywords",
    "ColumnType",
    "ArticleTitle",
    "PubDate",
    "ContentSource",
    "Keywords",
    "Author",
    "Description",
    "Url",
    "Image",
]


# Words and dates


@register.simple_tag
def status(word: str, kind: str = "plain") -> SafeString:
    """State as word + shape + colour. kind: one of STATUS_KINDS; unknown kinds are plain."""
    return format_html('<span class="tag tag-{}">{}</span>', kind if kind in STATUS_KINDS else "plain", word)


@register.simple_tag
def when(value: date | datetime | None, style: str = "day") -> SafeString | str:
    """A <time>. style: day (2026-11-22) | moment (with HH:MM) | long (2026年11月22日)."""
    if not value:
        return ""
    text = {"day": dates.day, "moment": dates.moment, "long": dates.day_long}[style](value)
    return format_html('<time datetime="{}">{}</time>', dates.machine(value), text)


@register.inclusion_tag("ui/parts/lamp.html")
def lamp(
    due: Any,
    left: int | None = None,
    *,
    unit: str = "个工作日",
    soon: int = 3,
    provisional: bool = False,
    show: bool = True,
) -> dict[str, Any]:
    """How much time is left. `due`: a date or anything with `due_on` and `provisional` (clock.Due).

    `left`: working days left as the clock counted them, negative when late; without it calendar days are
    counted here and called 天. `soon`: from how many left the lamp is yellow. `show`: also show the date.
    """
    due_on: date | None = getattr(due, "due_on", due)
    if due_on is None:
        return {"due_on": None}
    if isinstance(due_on, datetime):
        due_on = timezone.localtime(due_on).date()
    if left is None:
        left, unit = (due_on - timezone.localdate()).days, "天"
    colour, name, words = shapes.lamp_words(left, unit, soon)
    return {
        "due_on": due_on if show else None,
        "colour": colour,
        "name": name,
        "words": words,
        "provisional": provisional or getattr(due, "provisional", False),
    }


@register.filter
def size(value: int | None) -> str:
    """Bytes as 12 KB, 3.4 MB; "" for nothing known."""
    if value is None:
        return ""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))} KB"
    return f"{value / 1024 / 1024:.1f} MB"


@register.filter
def figure(value: int | float | None) -> str:
    """1,234,567; — for a number not known (which is not zero)."""
    return "—" if value is None else f"{value:,}"


# Where am I, where can I go


@register.inclusion_tag("ui/parts/breadcrumb.html")
def breadcrumb(items: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """items: (label, url); the page itself last, with url "" (a phone leaves it out, and the stroke before it)."""
    following = [url for _, url in items[1:]] + [None]
    return {"items": [(label, url, after == "") for (label, url), after in zip(items, following, strict=True)]}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[Sequence[Any]], label: str = "本页内容") -> dict[str, Any]:
    """items: (label, url, current) or (label, url, current, count). Plain links: each tab is an address."""
    return {"items": [(*item, None)[:4] if len(item) == 3 else item for item in items], "label": label}


@register.inclusion_tag("ui/parts/steps.html")
def steps(current: int, total: int, name: str = "") -> dict[str, Any]:
    """第 2 步，共 5 步: name."""
    return {
        "current": current,
        "total": total,
        "name": name,
        "past": [n <= current for n in range(1, total + 1)],
    }


@register.inclusion_tag("ui/parts/pages.html")
def pages(number: int | None, total: int, pattern: str, latest: str) -> dict[str, Any]:
    """Pages numbered from the oldest (page 1), so that an entry keeps its page.

    `number`: this page, or None on the newest view at `latest`; `pattern`: an address with `{n}` in it.
    """
    here = number if number is not None else total + 1
    return {
        "number": number,
        "total": total,
        "latest": latest,
        "newer": pattern.replace("{n}", str(here + 1)) if here < total else "",
        "newer_number": here + 1,
        "older": pattern.replace("{n}", str(here - 1)) if here > 1 else "",
        "older_number": here - 1,
        "oldest": pattern.replace("{n}", "1") if here > 2 else "",
    }


@register.inclusion_tag("ui/parts/keyset.html")
def keyset(next_url: str = "", first_url: str = "", shown: int | None = None) -> dict[str, Any]:
    """Foot of a keyset-paged list: the next entries, and back to the first."""
    return {"next_url": next_url, "first_url": first_url, "shown": shown}


@register.simple_tag
def url_or(fallback: str, name: str, *args: Any) -> str:
    """The address called `name`, or `fallback` where the app that owns it is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return fallback


# Facts


@register.inclusion_tag("ui/parts/summary.html")
def summary(rows: Iterable[Any], columns: int = 1, label: str = "", empty: str = "—") -> dict[str, Any]:
    """Header table. rows: (label, value[, note[, url]]), or dicts with label, value, note, url, wide.

    A value of None or "" shows `empty`; empty="skip" leaves the row out. columns: 1 or 2 (on wide screens).
    """
    found = [shapes.row(row) for row in rows]
    if empty == "skip":
        found = [row for row in found if not shapes.missing(row)]
    # Zero is a fact and is shown; only nothing is replaced.
    found = [{**row, "value": empty, "url": ""} if shapes.missing(row) else row for row in found]
    return {"rows": found, "columns": columns, "label": label}


@register.inclusion_tag("ui/parts/file.html")
def file_link(url: str, name: str, size: int | None = None, kind: str = "", reading_url: str = "") -> dict[str, Any]:
    """An attachment with type and size; `reading_url` leads to its reading version."""
    return {
        "url": url,
        "name": name,
        "size": size,
        "kind": (kind or shapes.ending(name)).upper(),
        "reading_url": reading_url,
    }


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """entries: mappings or objects with at, sentence; optional by, reason, source, url."""
    return {"entries": entries}


@register.inclusion_tag("ui/parts/diff.html")
def diff(before: str, after: str, shorten: bool = True) -> dict[str, Any]:
    """Two texts compared; additions and deletions are marked by words as well as by line and colour."""
    runs = differences.changes(before or "", after or "", shorten=shorten)
    return {"runs": runs, "changed": any(run.op in ("ins", "del") for run in runs)}


@register.inclusion_tag("ui/parts/findings.html")
def findings(items: Iterable[Any], clear: str = "没有发现问题。") -> dict[str, Any]:
    """items: severity (block | unchecked | warn | advise | passed), title.

    Optional: quote, where, advice, source, url, url_label.
    """
    kinds = {"block": ("必须改", "stop"), "warn": ("请核对", "wait"), "advise": ("提示", "plain")}
    kinds |= {"unchecked": ("无法检查", "wait"), "passed": ("已核对", "done")}
    return {
        "items": [(item, *kinds.get(shapes.get(item, "severity"), kinds["advise"])) for item in items],
        "clear": clear,
    }


@register.inclusion_tag("ui/parts/tasks.html")
def tasks(items: Iterable[Any]) -> dict[str, Any]:
    """items: label, url, status (word), kind (see `status`); optional hint."""
    return {"items": items}


@register.inclusion_tag("ui/parts/acts.html", takes_context=True)
def acts(context: Context, items: Iterable[Any], title: str = "下一步可以做") -> dict[str, Any]:
    """The card of next acts, lawful ones first, the others grey with the reason.

    items: label, url, allowed (bool); optional method (get | post, default get), hint (what it does, its
    consequence), source (article), left (text or lamp: days left), why (why not, when not allowed), warn
    (bool: cannot be undone), quiet (bool: not the step that leads on, never the main button).
    """
    every = list(items)
    return {
        "lawful": [item for item in every if shapes.get(item, "allowed")],
        "barred": [item for item in every if not shapes.get(item, "allowed")],
        "title": title,
        "csrf_token": context.get("csrf_token"),
    }


# Saying something


@register.inclusion_tag("ui/parts/banner.html")
def banner(text: Any, kind: str = "info", title: str = "", url: str = "", url_label: str = "") -> dict[str, Any]:
    """A notice. kind: info | success | warning | danger (Django's message level `error` counts as danger)."""
    kind = "danger" if kind == "error" else kind if kind in BANNERS else "info"
    return {"text": text, "kind": kind, "title": title or BANNERS[kind], "url": url, "url_label": url_label}


@register.inclusion_tag("ui/parts/validity.html")
def validity(word: str, text: str = "", links: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """A document not in force. word: 已废止, 已失效, 已修改 …; links: (title, url) of what holds now."""
    return {"word": word, "text": text, "links": list(links)}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, hint: str = "", url: str = "", url_label: str = "") -> dict[str, Any]:
    """Nothing to show: what that means and what can be done."""
    return {"title": title, "hint": hint, "url": url, "url_label": url_label}


@register.simple_tag
def button(label: str, url: str = "", kind: str = "", **attrs: Any) -> SafeString:
    """kind: "" (the one main act of a page) | second | warn. With url a link, else a submit button."""
    attrs = {key.replace("_", "-"): value for key, value in attrs.items()}
    attrs["class"] = "btn" + (f" btn-{kind}" if kind else "")
    if url:
        return format_html("<a{}>{}</a>", flatatt({**attrs, "href": url}), label)
    return format_html("<button{}>{}</button>", flatatt({"type": "submit", **attrs}), label)


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*sources: BaseForm | BaseFormSet | str | None) -> dict[str, Any]:
    """All errors of the given forms and formsets, each a link to its field; nothing when there are none.

    A name that the page's context does not have arrives as "" and counts as no form.
    """
    given = [source for source in sources if isinstance(source, BaseForm | BaseFormSet)]
    return {"errors": [error for source in given for error in forms.errors_of(source)]}


@register.inclusion_tag("ui/parts/filter.html")
def filter_form(form: BaseForm, clear_url: str = "", button: str = "筛选") -> dict[str, Any]:
    """A GET form in one row; what is chosen stays in the address. `clear_url` takes all filters away."""
    return {"form": form, "clear_url": clear_url, "button": button}


@register.inclusion_tag("ui/parts/meta_tags.html", takes_context=True)
def meta_tags(context: Context, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The meta tags of 政府网站发展指引 (47号文): site tags from `site`, the others from `values`.

    PubDate may be a datetime; names that the guideline does not know raise KeyError.
    """
    site = context.get("site") or {}
    known = {
        "SiteName": site.get("name"),
        "SiteDomain": site.get("domain"),
        "SiteIDCode": site.get("id_code"),
    }
    found = {**known, **(values or {})}
    unknown = set(found) - set(META)
    if unknown:
        raise KeyError(f"unknown meta tags: {', '.join(sorted(unknown))}")
    if isinstance(found.get("PubDate"), date):
        found["PubDate"] = dates.moment(found["PubDate"])
    return {"tags": [(name, found[name]) for name in META if found.get(name)]}


# Blocks


@register.simple_block_tag
def scroll(content: SafeString, label: str) -> SafeString:
    """A wide table that scrolls inside itself: {% scroll "标题" %}<table>…</table>{% endscroll %}."""
    return format_html('<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>', label, content)


@register.simple_block_tag
def more(content: SafeString, label: str, open: bool = False) -> SafeString:
    """Something to unfold: {% more "为什么问这个" %}…{% endmore %}."""
    state = SafeString(" open" if open else "")
    return format_html("<details{}><summary>{}</summary><div>{}</div></details>", state, label, content)


@register.simple_block_tag
def notice(content: SafeString, title: str = "", kind: str = "info") -> SafeString:
    """A banner with rich content: {% notice "标题" "warning" %}<p>…</p>{% endnotice %}."""
    head = format_html('<p class="banner-title">{}</p>', title) if title else SafeString("")
    return format_html('<div class="banner banner-{}">{}{}</div>', kind, head, content)

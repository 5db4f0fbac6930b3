"""The ticked columns of the standard form read back: channels, audience, mode, tier."""

import re
from typing import Any

from gongkai.catalogue.models import Item

MARKS = "■☑√✓✔▲●"  # chosen
EMPTY = "□☐○"  # not chosen
TICKED = re.compile(f"[{MARKS}]")
CHANNEL = re.compile(rf"([{MARKS}{EMPTY}])?\s*([^{MARKS}{EMPTY}、，,；;\n]+)")
TIERS = {"县": Item.Tier.COUNTY, "区": Item.Tier.COUNTY, "市": Item.Tier.COUNTY, "乡": Item.Tier.TOWNSHIP,
         "镇": Item.Tier.TOWNSHIP, "街道": Item.Tier.TOWNSHIP, "村": Item.Tier.TOWNSHIP}  # fmt: skip


def read(said: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """(values for the item, notes to check). Columns the file does not have give the usual: everybody, proactive."""
    values: dict[str, Any] = {
        "channels": channels(said.get("channels", "")), "audience": Item.Audience.SOCIETY, "audience_group": "",
        "mode": Item.Mode.PROACTIVE, "tiers": [],
    }  # fmt: skip
    notes: list[str] = []
    _audience(said, values)
    _mode(said, values, notes)
    _tiers(said, values, notes)
    return values, notes


def channels(text: str) -> list[str]:
    """The channels chosen in a tick list; where nothing is ticked, all that are named."""
    found = [(mark, name.strip()) for mark, name in CHANNEL.findall(text) if name.strip()]
    ticked = [name for mark, name in found if mark and mark in MARKS]
    return list(dict.fromkeys(ticked or [name for mark, name in found if mark not in EMPTY or not mark]))


def _on(text: str) -> bool:
    """Whether a cell of a ticked column counts as ticked."""
    return bool(text) and not any(mark in text for mark in EMPTY) and text not in ("否", "无", "/", "—", "-", "×")


def _audience(said: dict[str, str], values: dict[str, Any]) -> None:
    group, whole = said.get("audience_group", ""), said.get("audience", "")
    society = said.get("audience_society")
    if society is None and "audience_group" not in said:
        if not whole:
            return
        group, society = ("", whole) if "全社会" in whole or "社会公众" in whole else (whole, "")
    if _on(group) and not _on(society or ""):
        bare = re.sub(rf"[{MARKS}]|特定(群体|群众)|[（()）]", "", group).strip()
        values |= {"audience": Item.Audience.GROUP, "audience_group": bare[:200]}


def _mode(said: dict[str, str], values: dict[str, Any], notes: list[str]) -> None:
    text = said.get("mode", "")
    if "mode_proactive" in said or "mode_on_request" in said:
        proactive, request = _on(said.get("mode_proactive", "")), _on(said.get("mode_on_request", ""))
    elif text:
        proactive, request = "主动" in text, "申请" in text
    else:
        return
    if not (proactive or request):
        notes.append("没有写明公开方式，按主动公开读入")
    values["mode"] = Item.Mode.ON_REQUEST if request and not proactive else Item.Mode.PROACTIVE


def _tiers(said: dict[str, str], values: dict[str, Any], notes: list[str]) -> None:
    if "tier_county" in said or "tier_township" in said:
        found = [tier for tier in Item.Tier if _on(said.get(f"tier_{tier.value}", ""))]
    elif said.get("tiers"):
        text = said["tiers"]
        found = [tier for tier in Item.Tier if any(word in text for word, one in TIERS.items() if one == tier)]
    else:
        return
    if not found:
        notes.append("没有写明公开层级，按责任单位的层级读入")
    values["tiers"] = [tier.value for tier in found]

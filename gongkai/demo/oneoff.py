"""Papers that come once: policies, notices, announcements, and those whose fate shows what the system is for."""

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any

from gongkai.demo import writing
from gongkai.demo.county import County, load
from gongkai.demo.writing import Paper

FILES = ("policies.yaml", "documents.yaml", "notices.yaml", "fates.yaml")
# The frame of a working notice; the templates give what is particular.
FRAME = """
{audience}：
{lead}现将有关事项通知如下。
# 一、总体要求
{aim}
# 二、主要任务
{tasks}
# 三、工作要求
{ask}
{agency}
{year}年{month}月{day}日
"""
NUMBERS = "一二三四五六七八九十"
ASKS = (
    "各单位要明确分管领导和责任科室，按月梳理进度，年底前将落实情况书面报送{short}。遇到需要协调解决的问题，请及时联系。",
    "请对照任务逐项细化措施，责任落实到人。{short}将适时开展督促检查，结果予以通报。",
    "要注重实际效果，不增加基层负担，不搞层层报表。工作中的好做法请随时报{short}。",
    "请于收到本通知之日起十个工作日内将实施方案和联系人报{short}，联系电话：{phone}。",
)
AUDIENCES = ("各乡镇人民政府、街道办事处，县级有关单位", "各乡镇（街道），县政府各部门", "各有关单位")


def papers(county: County, today: dt.date, random: Random) -> Iterator[Paper]:
    """Those of agencies that exist, `ago` days before today."""
    for name in FILES:
        for template in load(name):
            if template["by"] in county.agencies:
                yield _paper(county, template, today - dt.timedelta(days=template["ago"]), random)


def _paper(county: County, template: dict[str, Any], made: dt.date, random: Random) -> Paper:
    slug = template["by"]
    values = writing.names_of(county, slug, made) | {"phone": county.agencies[slug].phone}
    if "tasks" in template:
        template = template | {"body": _framed(template, values, random)}
    return writing.paper(slug, {"genre": "notice", "item": 11} | template, made, values)


def _framed(template: dict[str, Any], values: dict[str, Any], random: Random) -> str:
    tasks = "\n".join(f"（{NUMBERS[number]}）{text}" for number, text in enumerate(template["tasks"]))
    said = {
        "audience": template.get("audience") or random.choice(AUDIENCES),
        "lead": template["lead"],
        "aim": template["aim"],
        "tasks": tasks,
        "ask": random.choice(ASKS).format(**values),
    }
    return FRAME.format(**(values | said))

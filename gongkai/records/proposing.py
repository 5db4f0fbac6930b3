"""What a title says about a paper, for the clerk to confirm: never a decision."""

import re

# Papers that lay down rules for everybody end like this (行政规范性文件, 国办发〔2018〕37号): a hint, never a decision.
_RULES = re.compile(
    r"(办法|细则|规定|规则|实施意见|管理规范)\s*(?:[(（〔][^()（）]{1,12}[)）〕])?\s*[》>]?\s*(?:的通知)?\s*$"
)
_INTERNAL = re.compile(r"工作规则|议事规则|内部|考核|值班|会议|财务管理|机关管理")


def normative_hint(title: str) -> str:
    """Why a paper of this title may be normative, in a sentence; "" where nothing speaks for it."""
    found = _RULES.search(title)
    if found is None or _INTERNAL.search(title):
        return ""
    return f"标题中有“{found[1]}”，可能是行政规范性文件，已按此推荐勾选；只管本机关内部事务的不是，请取消勾选。"

"""What must be published, by whom and by when: versions of a place's 公开目录, their items, who is responsible.

Serves 条例 Arts 12 (catalogue kept and updated), 19-21, 26 and 绍兴 2024 基本目录, 成都 分类规范 (content, form, limit,
procedure, unit). An item keeps its local text; `queries.limit_for` answers the limit that is lawful. A version is
adopted as a whole and supersedes the one before; `Item.code` is an item's identity across versions.

What an agency owes under an item is computed, never stored (`standing`, `board`): overdue, blank, due soon, nothing
this period (a statement), published, linked. The section reminds; `coverage` holds the catalogue against Arts 20, 21.

Others may call: `queries.in_force`, `items_for`, `tree`, `suggest`, `limit_for`, `rule_for`, `kinds_asked`, `in_year`,
`scheduled_dues`, `art20_coverage`, `holdings`; `board.load`, `statements.public`; `register_holdings`, `register_days`,
`register_waiting`, `register_made`, `register_plans` (the app that keeps records tells us of them); `actions.*`.
"""

from gongkai.catalogue.registry import (
    Holdings,
    Made,
    Plan,
    Published,
    Waiting,
    register_days,
    register_holdings,
    register_made,
    register_plans,
    register_waiting,
)

__all__ = [
    "Holdings", "Made", "Plan", "Published", "Waiting", "register_days", "register_holdings", "register_made",
    "register_plans", "register_waiting",
]  # fmt: skip

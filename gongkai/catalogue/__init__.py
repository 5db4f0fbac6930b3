"""What must be published, by whom and by when: versions of a place's 公开目录, their items, who is responsible.

Serves 条例 Arts 12 (catalogue kept and updated), 19-21, 26 and 绍兴 2024 基本目录, 成都 分类规范 (content, form, limit,
procedure, unit). An item keeps its local text; `queries.limit_for` answers the limit that is lawful. A version is
adopted as a whole and supersedes the one before; `Item.code` is an item's identity across versions.

Others may call: `queries.in_force`, `items_for`, `tree`, `suggest`, `limit_for`, `scheduled_dues`, `art20_coverage`,
`holdings`; `register_holdings` (the app that keeps records counts them for us); `actions.*`.
"""

from gongkai.catalogue.registry import Holdings, register_holdings

__all__ = ["Holdings", "register_holdings"]

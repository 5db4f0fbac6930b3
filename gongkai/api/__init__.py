"""Read-only JSON about what is public (架构 `api`; 条例 Arts 23-25; 绍兴 2019 item 47): records, catalogue, agencies, rules.

Reads publications only, through the `queries.py` of the apps below; nobody calls it.
"""

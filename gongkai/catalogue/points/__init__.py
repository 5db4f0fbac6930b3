"""查询点: where people read 政府信息 and ask for it, who runs each, and the form in which they are reported.

Serves 条例 Art. 25, 成都 查询点标准化 (six kinds of places, three services, two modes) and the survey form of 新都
(现有, 拟增设, 拟撤销). The facts lie in `organisations.models.QueryPoint`; the acts stand here because they touch
pages.

Others may call: `actions.*`, `queries.public`, `queries.KEY`.
"""

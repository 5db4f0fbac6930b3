"""Agencies, their offices, posts and people: who may act for whom, from when to when.

Serves 条例 Arts 3, 4, 10 (competent authority, disclosure office, who publishes) and the local duty rules (嵊州 一,
遵义 管理制度 4, 5). What a person may do follows from posts held on the day, deputies included, never from a role per
column. Three administrators are kept apart (三员分立): system opens accounts and agencies, security grants posts,
audit reads the ledger; none of them can act on a subject of law.

Others may call: `queries.posts_of`, `queries.post_for`, `queries.holders`, `queries.agencies_of`, `policy.*`.
"""

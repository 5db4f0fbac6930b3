"""The public site: search, the four statutory columns, 依申请公开, records, lists, agencies, feeds, sitemap.

Serves 条例 Arts 12 (guide and catalogue), 19-25 (proactive publication on one platform that can be searched), 29 (how
to apply), 50 (annual reports), 国办公开办函〔2019〕61号 (columns) and 国办发〔2017〕47号 (meta tags, validity).
Every reading page is a pure function of published facts: no cookie, no session. It reads live publications only, so
nothing that is being drafted, reviewed or corrected can show here. Each page says which facts it used (`pages.use`):
"record:<id>", "list:<name>", "agency:<id>" (one agency's page), "agencies" (names and addresses of agencies),
"catalogue", "law", "sitemap:<shard>", and "day" where the words on the page depend on today's date.

The one exception is /report/ (找错), a form and so a cookie: its act is `records.actions.report_error`.

Nothing is called by other apps; `urls.py` owns the addresses at the root, also below /elder/ and /hant/.
"""

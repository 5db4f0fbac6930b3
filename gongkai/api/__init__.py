"""Read-only JSON about what is public: records, catalogue, agencies, rules, take-downs; OpenAPI and DCAT beside it.

Serves 条例 Arts 23-25 (ways to what is public, in a form that can be found and taken again) and the open-data tasks
(绍兴 2019 items 41 and 47: exchange between platforms, with protection of state, enterprise and personal interests):
nothing is told here that the public pages do not tell. Every answer is a pure function of published facts: no cookie,
no session, no key, the same for everybody.

Reads publications only, through the `queries.py` of the apps below; nobody calls it. Inside: `service` (the
operations and their errors), `guard` (manners of HTTP: methods, limits, caching, other sites' scripts), `parameters`
(what may be asked), `cursors`, `shapes` (what is answered), `queries` (reading), `dcat` and `sheet` (other forms of
the same), `views` (the page for people).
"""

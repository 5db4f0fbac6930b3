"""About the site itself: its map, what it is and how to use it, the statement on accessibility."""

from django.http import HttpRequest, HttpResponse

from gongkai import rules
from gongkai.organisations.queries import today
from gongkai.pages import public_page
from gongkai.portal import accessible, meta, queries
from gongkai.portal.views import page
from gongkai.ui import context as ui

# (label, address) of the pages that stand beside the columns.
PAGES = (
    ("搜索政府信息", "/search/"),
    ("全部政府信息", "/list/"),
    ("行政规范性文件", "/normative/list/"),
    ("政府信息公开标准目录", "/catalogue/standard/"),
    ("政府信息公开查询点", "/points/"),
    ("本地现行规则", "/rules/"),
    ("找错", "/report/"),
    ("查询找错的办理情况", "/report/status/"),
    ("关于本站和使用帮助", "/about/"),
    ("无障碍声明", "/accessibility/"),
)


@public_page
def site_map(request: HttpRequest) -> HttpResponse:
    """All columns, matters and agencies on one page, for people (网站地图). 国办发〔2017〕47号"""
    agencies = queries.agencies()
    found = queries.catalogue(queries.competent(agencies))
    context = {
        "standing": PAGES,
        "items": [(group.name, [item for item, _ in group.every]) for group in queries.tree(found, {})]
        if found
        else [],
        "groups": queries.grouped(agencies),
        "meta": meta.column("网站地图", "本站的栏目、公开事项和公开机关", "网站说明"),
    }
    return page(request, "site_map.html", context, trail=[("网站地图", "")])


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What this site is, who keeps it, how to find, ask and tell. 国办发〔2017〕47号"""
    context = {
        "authority": queries.competent(),
        "meta": meta.column("关于本站和使用帮助", "本站由谁主办，怎样查找、申请、订阅和找错", "网站说明"),
    }
    return page(request, "about.html", context, trail=[("关于本站和使用帮助", "")])


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """What this site does for readers with disabilities, item by item, and whom to tell. 无障碍环境建设法 Art. 32"""
    authority = queries.competent()
    held = accessible.statement()
    context = {
        "authority": authority,
        "statement": held,
        "rule": rules.at("site.accessibility", queries.place(authority), today()),
        "contact": ui.site_facts()["contact"],
        "meta": meta.column("无障碍声明", "本站无障碍的做法、逐项自查的结果和反馈渠道", "网站说明"),
    }
    return page(request, "accessibility.html", context, trail=[("无障碍声明", "")])

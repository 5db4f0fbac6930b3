"""政府信息公开查询点: where people can read and ask. 条例 Art. 25"""

from django.http import HttpRequest, HttpResponse

from gongkai import pages
from gongkai.catalogue.points import queries as points
from gongkai.organisations.models import QueryPoint
from gongkai.pages import public_page
from gongkai.portal import meta
from gongkai.portal.views import page

TITLE = "政府信息公开查询点"


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Every point that is open, by class."""
    pages.use(points.KEY)
    found = [
        {"point": one, "services": points.said(one.services, QueryPoint.Service),
         "modes": points.said(one.modes, QueryPoint.Mode)}
        for one in points.public()
    ]  # fmt: skip
    context = {"rows": found, "title": TITLE, "meta": meta.column(TITLE, "到哪里当面查阅政府信息、提交公开申请")}
    return page(request, "points.html", context, trail=[(TITLE, "")])

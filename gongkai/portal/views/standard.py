"""The catalogue in the form of 基层政务公开标准目录 (国办发〔2019〕54号): one table, to read and to print."""

from django.http import HttpRequest, HttpResponse

from gongkai.catalogue import standard as forms
from gongkai.pages import public_page
from gongkai.portal import meta, queries
from gongkai.portal.views import page


@public_page
def standard(request: HttpRequest) -> HttpResponse:
    """The catalogue in force, in its ten columns."""
    found = queries.catalogue(queries.competent())
    context = {
        "catalogue": found,
        "lines": forms.lines(found) if found else [],
        "meta": meta.column("政务公开标准目录", "公开事项的内容、依据、时限、主体、渠道、对象、方式和层级"),
    }
    trail = [("法定主动公开内容", "/catalogue/"), ("标准目录", "")]
    return page(request, "standard.html", context, trail=trail)

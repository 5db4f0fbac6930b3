"""Every page in traditional characters, below /hant/: made from the simplified page, which stays the canonical one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import SimpleTemplateResponse

from gongkai.portal.traditional import traditional
from gongkai.portal.views.elder import same


def hant(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """The answer of the same address with its words converted; the ETag is that of the page it was made from."""
    answer = same(request, path)
    if isinstance(answer, SimpleTemplateResponse):
        answer.render()
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    if isinstance(answer, HttpResponse) and html and answer.content:
        answer.content = traditional(answer.content.decode()).encode()
    return answer

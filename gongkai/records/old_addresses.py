"""Addresses of the former site: they lead to the record for ever, and say 410 with it when it is taken down."""

from collections.abc import Callable
from urllib.parse import unquote_plus, urlsplit

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect

from gongkai import ledger
from gongkai.records import queries
from gongkai.records.models import OldAddress, Publication
from gongkai.records.queries import LIVE
from gongkai.refusals import NotLawful, Refusal

LONGEST = OldAddress._meta.get_field("path").max_length or 700
OURS = ("/records/", "/desk/", "/api/", "/files/", "/static/", "/admin/", "/search/")


def normal(address: str) -> str:
    """Path with query of an address as the former site wrote it: no host, decoded, one spelling.

    Raises NotLawful for what cannot be an address of the former site.
    """
    parts = urlsplit(address.strip())
    path = unquote_plus(parts.path or "/").replace("\\", "/")
    if not path.startswith("/"):
        path = f"/{path}"
    query = f"?{unquote_plus(parts.query)}" if parts.query else ""
    found = f"{path}{query}"
    if path == "/" and not query:
        raise NotLawful(
            "records.old_address", "没有写明旧网站上的地址。", remedy="请填写如“/art/2020/1/2/art_1_2.html”的地址。"
        )
    if len(found) > LONGEST or "\x00" in found:
        raise NotLawful("records.old_address", f"地址过长或者含有不能使用的字符：{found[:60]}……", remedy="请核对地址。")
    if path.startswith(OURS):
        raise NotLawful(
            "records.old_address_ours",
            f"“{path}”是本网站自己使用的地址，不能改作跳转。",
            remedy="请只导入旧网站的地址。",
        )
    return found


def find(request: HttpRequest) -> OldAddress | None:
    """The old address a request asks for, if it is known."""
    try:
        return OldAddress.objects.filter(path=normal(request.get_full_path())).first()
    except NotLawful:
        return None


def take(row: list[str]) -> str:
    """Keep one row of a list (old address; index number, 文号 or number of the record); "" or why it was refused."""
    from gongkai.records.actions.addressing import keep_address

    cells = [cell.strip() for cell in row]
    if len(cells) < 2 or not cells[1]:
        return "应有两列：旧地址，索引号、文号或者信息编号。"
    found = queries.by_number(cells[1])[:2] or Publication.objects.filter(
        LIVE, record_id=int(cells[1]) if cells[1].isdecimal() and len(cells[1]) < 12 else 0
    )
    if len(found) != 1:
        return f"“{cells[1]}”{'对应不止一条信息' if found else '没有对应的已公开信息'}。"
    try:
        keep_address(record=found[0].record, address=cells[0], by=ledger.SYSTEM)
    except Refusal as refusal:
        return str(refusal)
    return ""


class OldAddressMiddleware:
    """A GET that would end in 404 is looked up once; pages that exist cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD") or request.path.startswith(OURS):
            return response
        found = find(request)
        return HttpResponsePermanentRedirect(f"/records/{found.record_id}/") if found else response

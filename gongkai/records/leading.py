"""Where links within this site lead, and why one does not answer the public: read off the facts, nothing is fetched."""

from typing import Any

from django.urls import Resolver404, resolve

from gongkai import rules
from gongkai.catalogue.models import Catalogue, Item
from gongkai.files import queries as file_queries
from gongkai.organisations.models import Agency
from gongkai.records import old_addresses
from gongkai.records.models import OldAddress, Publication
from gongkai.records.queries import LIVE
from gongkai.refusals import NotLawful
from gongkai.ui.context import split

# Below these addresses are the staff's pages: they answer, but not to the public.
STAFF = ("/desk/", "/admin/", "/api/")
NONE = "本站没有这个地址。"
CLOSED = "所指的信息没有公开，或者已经撤下。"


def why_dead(address: str) -> str:
    """Why an address on this site (path, with its query) does not answer the public, a Chinese sentence; "" if it does.

    The query counts only in addresses of the former site.
    """
    path = address.partition("?")[0]
    if path.startswith(STAFF):
        return "这是工作人员使用的页面，社会公众不能访问。"
    form, plain = split(path)
    try:
        found = resolve(plain)
    except Resolver404:
        return NONE if form else _former(address)
    if form and found.namespace != "portal":
        return NONE
    return _of_page(found.view_name, found.kwargs)


def _of_page(name: str, named: dict[str, Any]) -> str:
    if "record_id" in named:
        live = Publication.objects.filter(LIVE, record=named["record_id"])
        if name == "portal:reading_version":
            (shown, *_) = [*live.values_list("version__attachments", flat=True)[:1], []]
            return "" if any(_reading(shown, named["number"])) else "所指的阅读版没有公开，或者已经撤下。"
        return "" if live.exists() else CLOSED
    if name == "files:public":
        return "" if file_queries.public_file(**named) else "所指的文件没有公开，或者已经撤下。"
    if "agency_id" in named and not Agency.objects.filter(pk=named["agency_id"]).exists():
        return "本站没有这个机关。"
    public = Item.objects.exclude(catalogue__state=Catalogue.State.DRAFT)
    if "code" in named and not public.filter(code=named["code"]).exists():
        return "公开目录中没有这一事项。"
    if name == "portal:rule" and not _is_rule(named["name"]):
        return "没有这条规则。"
    return ""


def _reading(attachments: list[dict[str, Any]], number: int) -> list[str]:
    """The words of the reading version, where the attachment with this number has one."""
    return [one["reading"] for one in attachments[number - 1 : number] if one.get("reading")] if number else []


def _is_rule(name: str) -> bool:
    known = rules.names()
    return name in known if "." in name else any(one.startswith(f"{name}.") for one in known)


def _former(address: str) -> str:
    """An address of the former site leads where its record is."""
    try:
        kept = OldAddress.objects.filter(path=old_addresses.normal(address)).first()
    except NotLawful:
        return NONE
    if kept is None:
        return NONE
    return "" if Publication.objects.filter(LIVE, record=kept.record_id).exists() else CLOSED

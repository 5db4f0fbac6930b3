"""Web pages, and files that cannot be checked and must never pass in silence."""

# ruff: noqa: E501 (tables read better with one entry a line; no word here is a password)

from __future__ import annotations

import gzip
from collections.abc import Callable

from gongkai.checks.hidden_samples.pages import pdf
from gongkai.checks.hidden_samples.vector import Vector, package

_PAGE = "<!DOCTYPE html><html><head><title>通知</title>{}</head><body><p>现将有关事项通知如下。</p>{}</body></html>"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1528


def _page(body: str = "", head: str = "") -> Callable[[], bytes]:
    return lambda: _PAGE.format(head, body).encode()


def _v(code: str, says: str, bad: Callable[[], bytes], clean: Callable[[], bytes], blocking: bool = True,
       kind: str = "hidden_content") -> Vector:  # fmt: skip
    return Vector(f"web {code}", "网页.html", bad, clean, says, kind, blocking)


def _closed(code: str, name: str, says: str, content: bytes) -> Vector:
    return Vector(f"closed {code}", name, lambda: content, pdf, says, "unreadable")


VECTORS = [
    _v("hidden element", "隐藏的网页内容", _page('<div style="display: none">底稿</div>'), _page('<div style="display:block">甲</div>')),
    _v("hidden attribute", "隐藏的网页内容", _page("<div hidden><p>底稿</p></div>"), _page("<div><p>甲</p></div>")),
    _v("font without size", "隐藏的网页内容", _page('<span style="font-size:0">底稿</span>'), _page('<span style="font-size:0.9em">甲</span>')),
    _v("comment", "网页注释", _page("<!-- 此处待领导审定 -->"), _page("<!--[if IE]><p>x</p><![endif]-->"), blocking=False),
    _v("comment with personal data", "个人信息", _page("<!-- 联系张三13812345678 -->"), _page("<!--StartFragment-->")),
    _v("author", "作者", _page(head='<meta name="author" content="张三">'), _page(head='<meta name="viewport" content="a">'),
       False, "metadata"),
    _closed("old doc", "旧文.doc", "旧版", _OLD + "WordDocument".encode("utf-16-le")),
    _closed("old xls", "旧表.xls", "旧版", _OLD + "Workbook".encode("utf-16-le")),
    _closed("old ppt", "旧稿.ppt", "旧版", _OLD + "PowerPoint Document".encode("utf-16-le")),
    _closed("wps", "公文.wps", "旧版", _OLD + "WordDocument".encode("utf-16-le")),
    _closed("locked office file", "附件.docx", "加密", _OLD + "EncryptedPackage".encode("utf-16-le")),
    _closed("ofd", "公文.ofd", "OFD", package({"OFD.xml": "<OFD/>"}).replace(b"[Content_Types].xml", b"[Content_Typez].xml")),
    _closed("zip", "材料.zip", "压缩包", package({"a.txt": "x"}).replace(b"[Content_Types].xml", b"[Content_Typez].xml")),
    _closed("rar", "材料.rar", "RAR", b"Rar!\x1a\x07\x01\0" + b"\0" * 99),
    _closed("7z", "材料.7z", "7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 99),
    _closed("gzip", "材料.gz", "gzip", gzip.compress(b"x")),
    _closed("nested archive in an office file", "附件.docx", "不认识", package({"a.zip": package({"b.txt": "x"})})),
    _closed("svg", "图.svg", "不认识", b"<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>"),
    _closed("unknown", "数据.bin", "不认识", b"\x01\x02\x03\x04"),
    _closed("empty", "空.docx", "空", b""),
]  # fmt: skip

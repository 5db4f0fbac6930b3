"""One way to hide something, and the packages that office files are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
S = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
Parts = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Vector:
    """One way to hide something: a file that does, a twin that does not, and the finding that must name it."""

    code: str
    name: str
    bad: Callable[[], bytes]
    clean: Callable[[], bytes]
    says: str
    kind: str = "hidden_content"
    blocking: bool = True

    def __str__(self) -> str:
        return self.code


def package(parts: Parts) -> bytes:
    """A zip file with a content-types part."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": _TYPES, **parts}.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 5, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def relations(*links: tuple[str, str, str], outside: tuple[str, ...] = ()) -> str:
    """A relationships part of (id, kind, target); ids in `outside` point out of the package."""
    inner = "".join(
        f'<Relationship Id="{key}" Type="http://x/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if key in outside else "/>")
        for key, kind, target in links
    )
    return f"<Relationships {RELATIONS}>{inner}</Relationships>"


def docx(body: str, parts: Parts | None = None) -> bytes:
    """A docx with this body and further parts."""
    document = f"<w:document {W} {DRAWING}><w:body>{body}</w:body></w:document>"
    return package({"word/document.xml": document, **(parts or {})})


def para(words: str, run: str = "", paragraph: str = "") -> str:
    """A paragraph of one run with these properties."""
    return f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{words}</w:t></w:r></w:p>"

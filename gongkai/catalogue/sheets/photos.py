"""Photos of leaders: files of the store, named by hash; open to the public while the version in public shows them."""

from typing import Any

from gongkai.files import actions as files
from gongkai.files.models import File
from gongkai.refusals import NotLawful

TYPES = ("image/jpeg", "image/png")
NAME = "领导照片"


def hashes(content: dict[str, Any] | None) -> list[str]:
    """SHA-256 of every photo a profile shows, sorted; a guide has none."""
    return sorted({row["photo"] for row in (content or {}).get("leaders", []) if row.get("photo")})


def keep(data: bytes, name: str, by: Any) -> str:
    """Put an uploaded photo through the gate; its SHA-256. Raises NotLawful for what is no picture."""
    file = files.store(data, name, by)
    if file.media_type not in TYPES:
        raise NotLawful("catalogue.photo", f"“{name}”不是照片。", remedy="请上传 JPG 或者 PNG 格式的照片。")
    return file.sha256


def public_name(file: File) -> str:
    """The name of the public copy: none that tells more than what it is."""
    return f"{NAME}.{'png' if file.media_type == 'image/png' else 'jpg'}"


def address(sha256: str) -> str:
    """Where the public sees a photo; "" where it is not kept."""
    file = File.objects.filter(sha256=sha256).first()
    return files.address(file, public_name(file)) if file else ""


def open_public(version: Any) -> None:
    """Open the photos of a new version and close those that only the one before it showed."""
    shown = set(hashes(version.content))
    former = version.sheet.versions.filter(number=version.number - 1).first()
    gone = set(hashes(former.content if former else None)) - shown - _shown_elsewhere(version)
    for file in File.objects.select_for_update().filter(sha256__in=shown | gone).order_by("pk"):
        if file.sha256 in gone:
            files.withdraw_copy(file, public_name(file))
        else:
            files.publish_copy(file, public_name(file))


def _shown_elsewhere(version: Any) -> set[str]:
    """Photos that the public version of another agency shows."""
    others = type(version.sheet).objects.exclude(pk=version.sheet_id)
    return {one for sheet in others if sheet.published for one in hashes(sheet.published.content)}

"""Reading files: what is public."""

from __future__ import annotations

from gongkai.files.models import File, PublicCopy


def public_file(hash12: str, name: str) -> File | None:
    """The file open to the public at /files/<hash12>/<name>, or None."""
    copies = PublicCopy.objects.filter(file__sha256__startswith=hash12, name=name)
    copy = copies.select_related("file").first()
    return copy.file if copy else None


def is_public(file: File) -> bool:
    """Whether any public copy of `file` is open."""
    return PublicCopy.objects.filter(file=file).exists()

"""A token of its own in every private field of every row, and a way to look for them in whatever comes out."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from django.apps import apps
from django.db import connection, models
from django.db.models import Exists, OuterRef, QuerySet

from gongkai.records.models import Publication

TABLE: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "private.yaml").read_text(encoding="utf-8"))
KINDS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
BIRD = "鸻"  # a character that stands in no law, no name and no example
BIRDS = (BIRD, "鴴")  # and what the pages in traditional characters make of it
# As bytes, and as letters that stand for it in addresses, scripts and HTML, whatever their case.
FORMS = tuple(bird.encode(code) for bird in BIRDS for code in ("utf-8", "utf-16-le", "gb18030"))
WRITTEN = tuple(
    form.lower().encode()
    for bird in BIRDS
    for form in (f"\\u{ord(bird):04x}", f"&#{ord(bird)};", f"&#x{ord(bird):x};", quote(bird))
)


def fields() -> dict[str, set[str]]:
    """Model -> its fields that hold words."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        if model.__module__.startswith("gongkai."):
            names = {one.name for one in model._meta.fields if isinstance(one, KINDS) and not one.choices}
            found[model._meta.label] = names
    return {label: names for label, names in found.items() if names}


DAY = re.compile(r"^\d{4}-\d\d-\d\d")  # clocks count with them; a day is no word


class Planted:
    """Tokens by what they stand for."""

    def __init__(self) -> None:
        self.tokens: dict[str, str] = {}

    def token(self, place: str) -> str:
        """Six characters, the same for the same place."""
        name = f"{BIRD}{len(self.tokens) + 1:04d}{BIRD}"
        return self.tokens.setdefault(place, name)

    def everywhere(self) -> None:
        """Write a token over every private word there is. Triggers that guard what is immutable are off meanwhile."""
        tables = [apps.get_model(label)._meta.db_table for label in TABLE]
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for label, words in TABLE.items():
                for name, word in words.items():
                    if word == "private" or isinstance(word, dict):
                        self._field(label, name, word["where"] if isinstance(word, dict) else {})
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def _field(self, label: str, name: str, where: dict[str, Any]) -> None:
        model = apps.get_model(label)
        field = model._meta.get_field(name)
        found = _rows(model, where)
        token = self.token(f"{label}.{name}")
        if isinstance(field, models.JSONField):
            for pk, value in found.values_list("pk", name):
                model._base_manager.filter(pk=pk).update(**{name: planted(value, token)})
        elif field.unique:  # type: ignore[attr-defined]
            for pk in found.values_list("pk", flat=True):
                model._base_manager.filter(pk=pk).update(**{name: self.token(f"{label}.{name} {pk}")})
        else:
            found.update(**{name: token})


def _rows(model: type[models.Model], where: dict[str, Any]) -> QuerySet[Any]:
    where = dict(where)
    found = model._base_manager.all()
    if where.pop("live", None) is False:
        live = Publication.objects.filter(version=OuterRef("pk"), superseded_at=None, withdrawn_at=None)
        found = found.filter(~Exists(live))
    return model._base_manager.filter(pk__in=list(found.filter(**where).values_list("pk", flat=True)))


def planted(value: Any, token: str) -> Any:
    """Every word of a JSON value replaced, days left as they are; where there is none, the token alone."""
    if isinstance(value, str) and DAY.match(value):
        return value
    if isinstance(value, dict):
        return {key: planted(one, token) for key, one in value.items()} | {"canary": token}
    if isinstance(value, list):
        return [planted(one, token) for one in value] or [token]
    return token if isinstance(value, str) or value is None else value


def leaks(data: bytes) -> bool:
    """Whether a token stands in what came out, also inside an archive (docx, xlsx, zip)."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(leaks(archive.read(name)) or leaks(name.encode()) for name in archive.namelist())
    low = data.lower()
    return any(form in data for form in FORMS) or any(form in low for form in WRITTEN)


def below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder with its bytes, and its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def as_text(value: Any) -> bytes:
    """Anything as bytes to look into."""
    return value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False, default=str).encode()

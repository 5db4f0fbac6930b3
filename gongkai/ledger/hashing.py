"""Canonical JSON, the chain's hash (SHA-256 or SM3), and the sealing of personal data."""

import datetime as dt
import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.timezone import is_aware


def plain(value: Any) -> Any:
    """`value` as JSON can hold it: dates and times as ISO text (times in UTC), sets sorted, models by key.

    Floats become text, because JSONB keeps their value and not their spelling, on which the hash rests. Raises
    ValueError for a time without zone.
    """
    if isinstance(value, dt.datetime):
        if not is_aware(value):
            raise ValueError(f"a time without zone cannot be kept: {value}")
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "as_fact"):
        return plain(value.as_fact())
    if hasattr(value, "_meta") and hasattr(value, "pk"):
        return {"id": value.pk, "name": str(value)}
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def canonical(value: Any) -> bytes:
    """One byte form for equal JSON values: sorted keys, no spaces, UTF-8."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: bytes, algorithm: str = "sha256") -> str:
    """Hex digest by `sha256` or `sm3` (GB/T 32905). Raises ValueError for another name."""
    if algorithm == "sha256":
        return hashlib.sha256(data).hexdigest()
    if algorithm == "sm3":
        sm3 = hashes.Hash(hashes.SM3())
        sm3.update(data)
        return sm3.finalize().hex()
    raise ValueError(f"unknown hash algorithm {algorithm!r}")


def _key() -> bytes:
    path = Path(settings.DATA) / "keys" / "ledger"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(secrets.token_bytes(32))
    return path.read_bytes()


def seal(values: dict[str, Any]) -> tuple[bytes, bytes, str]:
    """Encrypt `values`: (nonce, ciphertext, salted digest). The salt lies inside, so erasing leaves no oracle."""
    salted = canonical({"salt": secrets.token_hex(16), "values": values})
    nonce = secrets.token_bytes(12)
    return nonce, AESGCM(_key()).encrypt(nonce, salted, None), digest(salted)


def unseal(nonce: bytes, ciphertext: bytes) -> tuple[dict[str, Any], str]:
    """The sealed values and their digest. Raises cryptography's InvalidTag when tampered with."""
    salted = AESGCM(_key()).decrypt(bytes(nonce), bytes(ciphertext), None)
    return json.loads(salted)["values"], digest(salted)

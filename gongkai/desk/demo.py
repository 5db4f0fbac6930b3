"""The accounts of the demonstration, offered on its log-in page. Read from GONGKAI_DATA/demo/accounts.json.

    {"password": "…", "accounts": [{"username": "…", "role": "经办人", "agency": "县财政局", "password": "…"}]}

An account's own password wins over the common one. Outside the demonstration nothing is read.
"""

import json
from pathlib import Path

from django.conf import settings


def accounts() -> list[dict[str, str]]:
    """[{"username", "role", "agency", "password"}]; empty outside the demonstration or without the file."""
    if not settings.DEMO:
        return []
    try:
        found = json.loads((Path(settings.DATA) / "demo" / "accounts.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    common = found.get("password", "")
    return [
        {
            "username": one["username"],
            "role": one.get("role", ""),
            "agency": one.get("agency", ""),
            "password": one.get("password", common),
        }
        for one in found.get("accounts", [])
        if one.get("username")
    ]

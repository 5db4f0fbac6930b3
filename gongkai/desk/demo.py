"""The accounts of the demonstration, offered on its log-in page. Read from GONGKAI_DATA/demo/accounts.json.

    {"password": "…", "accounts": [
        {"account": "…", "role": "经办人", "agency": "县财政局", "password": "…", "shown": true}]}

An account's own password wins over the common one; those not `shown` are filled in when asked for but not listed.
Outside the demonstration nothing is read.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings


def accounts() -> list[dict[str, Any]]:
    """[{"username", "role", "agency", "password", "shown"}]; empty outside the demonstration or without the file."""
    if not settings.DEMO:
        return []
    try:
        found = json.loads((Path(settings.DATA) / "demo" / "accounts.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [
        {
            "username": one["account"],
            "role": one.get("role", ""),
            "agency": one.get("agency", ""),
            "password": one.get("password", found.get("password", "")),
            "shown": one.get("shown", True),
        }
        for one in found.get("accounts", [])
        if one.get("account")
    ]

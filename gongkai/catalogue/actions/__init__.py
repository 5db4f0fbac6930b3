"""Acts on the catalogue: versions and who is responsible; statements of nothing in a period; reminders."""

from gongkai.catalogue.actions.duties import Told, remind, state, withdraw
from gongkai.catalogue.actions.planning import drop_planned, enter_plan
from gongkai.catalogue.actions.versions import (
    adopt,
    assign,
    discard,
    import_catalogue,
    link,
    reassign,
    unassign,
    verify,
)

__all__ = [
    "Told", "adopt", "assign", "discard", "drop_planned", "enter_plan", "import_catalogue", "link", "reassign",
    "remind", "state", "unassign", "verify", "withdraw",
]  # fmt: skip

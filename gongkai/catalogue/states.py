"""The life of a catalogue version: act -> (from, to)."""

from gongkai.catalogue.models import Catalogue
from gongkai.refusals import NotNow

State = Catalogue.State

TABLE: dict[str, tuple[tuple[str, ...], str]] = {
    "adopt": ((State.DRAFT,), State.IN_FORCE),
    "supersede": ((State.IN_FORCE,), State.SUPERSEDED),
    "discard": ((State.DRAFT,), State.DRAFT),
    "assign": ((State.DRAFT, State.IN_FORCE), ""),
    "unassign": ((State.DRAFT, State.IN_FORCE), ""),
    "link": ((State.DRAFT, State.IN_FORCE), ""),
    "verify": ((State.DRAFT, State.IN_FORCE), ""),
    "reassign": ((State.IN_FORCE,), State.IN_FORCE),
}


def must_allow(act: str, catalogue: Catalogue) -> str:
    """The state after `act` ("" where it does not change). Raises NotNow where the table does not lead from here."""
    sources, target = TABLE[act]
    if catalogue.state not in sources:
        raise NotNow(
            "catalogue.state",
            f"《{catalogue}》{catalogue.get_state_display()}，不能办理这一步。",
            remedy="请刷新页面；需要调整现行目录的，请导入新版后启用。",
            state=catalogue.state,
        )
    return target

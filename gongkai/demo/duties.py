"""The duty board of the demo: an agency says that a quarter held nothing, and the section reminds of what is late."""

import datetime as dt

from gongkai.catalogue import actions, board, periods, queries, statements
from gongkai.catalogue.models import Catalogue
from gongkai.catalogue.standing import Status
from gongkai.demo.county import County
from gongkai.organisations.models import Role
from gongkai.organisations.queries import today

SAYS = "czj"
REASON = "本季度没有形成此类信息。"
REMINDED = 3  # items of the worst agency; the rest is left for whoever tries the board


def show(county: County, catalogue: Catalogue, now: dt.datetime) -> None:
    """One statement two days ago, one reminder yesterday."""
    agency, officer = county.agencies[SAYS], county.person(SAYS, Role.DISCLOSURE_OFFICER.value)
    blank = [cell for cell in board.load(catalogue, [agency]).cells if cell.status == Status.BLANK]
    for cell in blank:
        offered = periods.offered(cell.item, statements.facts(agency, cell.item), today())
        if offered and not cell.item.elsewhere:
            actions.state(
                agency=agency, item=cell.item, period=offered[0], reason=REASON, by=officer, at=now - dt.timedelta(2)
            )
            break
    cells = board.load(catalogue, list(queries.agencies_under(catalogue))).cells
    late = [cell for cell in cells if cell.status == Status.OVERDUE]
    if late:
        worst = board.by_agency(late)[0]
        actions.remind(
            catalogue=catalogue,
            pairs=[cell.pair for cell in worst.cells[:REMINDED]],
            by=county.people["xfb", Role.SECTION.value],
            note="请尽快公开，或者说明本期无此类信息。",
            at=now - dt.timedelta(1),
        )

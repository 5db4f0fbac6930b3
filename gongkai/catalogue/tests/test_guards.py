"""The catalogue, its sheets and query points: wrong times, words that must not go out, and what is not shown."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai import ledger, review
from gongkai.catalogue import actions, periods, queries, statements, states
from gongkai.catalogue.models import Catalogue
from gongkai.catalogue.points import actions as points
from gongkai.catalogue.sheets import actions as sheets
from gongkai.catalogue.sheets import presenting
from gongkai.catalogue.sheets import states as sheet_states
from gongkai.catalogue.sheets.kinds import GUIDE, KINDS, PROFILE, Kind
from gongkai.catalogue.tests.sheets_world import FACTS, LEADER, PROFILE_FACTS, again
from gongkai.catalogue.tests.test_points import enter
from gongkai.catalogue.tests.world import bring
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Post
from gongkai.organisations.queries import today
from gongkai.organisations.sheets import Sheet
from gongkai.refusals import NotLawful, NotNow
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.testing import County, refused

pytestmark = pytest.mark.django_db
NUMBERS = ["13800138000", "身份证号11010519491231002X"]


def ready(county: County, act: str) -> dict[str, Any]:
    """Arguments of an act on the county's catalogue."""
    item = county.catalogue.items.filter(assignments__isnull=False).first()
    found: dict[str, dict[str, Any]] = {
        "assign": {"item": item, "agency": county.other},
        "unassign": {"assignment": item.assignments.first()},
        "link": {"item": item, "url": "https://service.example.gov.cn/"},
        "verify": {"catalogue": county.catalogue, "reason": "对照印发的原件逐项核对"},
    }
    return found.get(act, {"catalogue": county.catalogue}) | {"by": county["office.open_government_section"]}


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (act, state)
        for act, (sources, _) in states.TABLE.items()
        for state in Catalogue.State.values
        if act != "supersede" and state not in sources  # what adopting the next version does to this one
    ],
)
def test_every_act_on_a_version_refuses_in_wrong_states(county: County, act: str, state: str) -> None:
    arguments = ready(county, act)
    Catalogue.objects.update(state=state)
    refused(NotNow, "catalogue.state", getattr(actions, act), **arguments)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
@pytest.mark.parametrize("row", ["approved", "returned"])
def test_a_review_moves_only_a_sheet_that_is_in_review(county: County, kind: Kind, row: str) -> None:
    """What review calls when it ends asks the sheet too: no approval reaches a draft, or what is public already."""
    sheet = sheets.open_(kind=kind, agency=county.department, by=county["drafter"])
    tell = getattr(review.registry.of(kind.code), f"on_{row}")
    for state in set(Sheet.State.values) - set(sheet_states.TABLE[row][0]):
        type(sheet).objects.filter(pk=sheet.pk).update(state=state)
        refused(NotNow, "catalogue.sheet_state", tell, sheet=again(sheet), found=None, by=ledger.SYSTEM)
        assert again(sheet).state == state


# --- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_from_the_register_does_not_go_out_with_a_guide_or_profile(county: County, text: str) -> None:
    """Nobody typed it on the sheet: the register holds it, and the sheet takes it from there."""
    common = {"agency": county.department, "by": county["drafter"]}
    organisations.change_agency(agency=county.department, by=ledger.SYSTEM, **FACTS | {"phone": text})
    sheet = sheets.open_(kind=GUIDE, **common)
    refused(NotLawful, "catalogue.personal_data", sheets.submit, sheet=sheet, by=county["drafter"])
    sheet = sheets.open_(kind=PROFILE, **common)
    changes = {"leaders": [LEADER]} | {name: PROFILE_FACTS[name] for name in ("duties", "setup")}
    sheet = sheets.edit(sheet=sheet, by=county["drafter"], revision=1, changes=changes)
    refused(NotLawful, "catalogue.personal_data", sheets.submit, sheet=sheet, by=county["drafter"])
    assert again(sheet).state == "draft"


@pytest.mark.parametrize("text", NUMBERS)
@pytest.mark.parametrize(
    ("act", "state"), [("build", "planned"), ("plan_withdrawal", "existing"), ("withdraw", "leaving")]
)
def test_the_reason_for_moving_a_query_point_holds_no_number(county: County, act: str, state: str, text: str) -> None:
    point = enter(county, state=state, planned_month="2027-03")
    move = {"point": point, "act": act, "by": county["drafter"]}
    refused(NotLawful, "catalogue.personal_data", points.move, **move, reason=f"请电告{text}")


def said(county: County) -> dict[str, Any]:
    """Arguments with which the department says that an item held nothing."""
    facts = statements.facts(county.department, item := assigned(county))
    period = periods.offered(item, facts, today())[0]
    return {"agency": county.department, "item": item, "period": period, "by": county["disclosure_officer"]}


def assigned(county: County) -> Any:
    """An item of the department that it publishes here."""
    found = county.catalogue.items.filter(assignments__agency=county.department)
    return next(one for one in found if not one.elsewhere)


@pytest.mark.parametrize("text", NUMBERS)
def test_what_is_said_of_an_item_holds_no_number(county: County, text: str) -> None:
    """That there was nothing is read by everybody; reasons and notes stay in the ledger."""
    section, code = county["office.open_government_section"], "catalogue.personal_data"
    refused(NotLawful, code, actions.state, **said(county), reason=f"请电告{text}")
    made = actions.state(**said(county), reason="本期没有开展此项工作。")
    officer = county["disclosure_officer"]
    refused(NotLawful, code, actions.withdraw, statement=made, by=officer, reason=f"请电告{text}")
    pairs = [(county.department.pk, assigned(county).code)]
    note = {"catalogue": county.catalogue, "pairs": pairs, "by": section, "note": f"请电告{text}"}
    refused(NotLawful, code, actions.remind, **note)
    for act in ("assign", "unassign"):
        refused(NotLawful, code, getattr(actions, act), **ready(county, act), reason=text)
    refused(NotLawful, code, actions.discard, catalogue=bring(), by=section, reason=text)


# --- what is shown ----------------------------------------------------------------------------------------


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_draft_of_the_catalogue_is_shown_to_the_section_alone(county: County) -> None:
    draft = bring()
    item = draft.items.first()
    assert item is not None
    addresses = [
        f"/desk/catalogue/{draft.pk}/", f"/desk/catalogue/items/{item.pk}/",
        f"/desk/catalogue/{draft.pk}/standard.csv", f"/desk/catalogue/{draft.pk}/standard.xlsx",
    ]  # fmt: skip
    for name in ("office.open_government_section", "office.principal", "drafter"):
        shown, client = name == "office.open_government_section", client_of(county[name])
        assert (draft in queries.versions(county[name])) == shown, name
        assert county.catalogue in queries.versions(county[name]), name
        for address in addresses:
            assert client.get(address).status_code == (200 if shown else 404), (name, address)


def test_a_former_signer_sees_the_sheet_but_not_the_review_that_goes_on_without_her(county: County) -> None:
    """She signed an earlier one, which keeps the sheet open to her; the one of today is not hers to open."""
    organisations.change_agency(agency=county.department, by=ledger.SYSTEM, **FACTS)
    sheet = sheets.open_(kind=GUIDE, agency=county.department, by=county["drafter"])
    head = county["section_head"]
    first = sheets.submit(sheet=sheet, by=county["drafter"])
    review_actions.return_(review=first, by=head, reason="请写明邮寄地址")
    second = sheets.submit(sheet=again(sheet), by=county["drafter"])
    assert presenting.page(GUIDE, county.department, head)["review"] == second
    Post.objects.filter(person=head).update(to_on=today() - dt.timedelta(days=1))
    assert review_queries.live("guide", str(sheet.pk)) == second
    page = client_of(head).get(f"/desk/catalogue/guide/{county.department.pk}/")
    assert page.status_code == 200 and page.context["review"] is None
    assert client_of(head).get(f"/desk/review/{second.pk}/").status_code == 404
    assert client_of(head).get(f"/desk/review/{first.pk}/").status_code == 200

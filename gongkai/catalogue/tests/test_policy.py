"""Who may do what: the section manages, everybody on the staff reads, drafts stay with the section."""

import pytest

from gongkai import ledger
from gongkai.catalogue import actions, policy
from gongkai.catalogue.models import Catalogue
from gongkai.catalogue.tests.world import person
from gongkai.refusals import NotYours

pytestmark = pytest.mark.django_db


def test_only_the_section_and_the_system_manage(section, clerk) -> None:
    assert policy.may_manage(section) and policy.may_manage(ledger.SYSTEM)
    assert not policy.may_manage(clerk)
    with pytest.raises(NotYours) as refused:
        policy.must_manage(clerk)
    assert refused.value.source and refused.value.remedy


def test_a_section_outside_the_competent_authority_does_not_manage(finance) -> None:
    assert not policy.may_manage(person("elsewhere", "open_government_section", finance))


def test_drafts_are_seen_by_the_section_alone(draft: Catalogue, section, clerk) -> None:
    assert list(policy.visible_to(section)) == [draft]
    assert not policy.visible_to(clerk).exists() and not policy.items_visible_to(clerk).exists()
    actions.adopt(catalogue=draft, by=section)
    assert list(policy.visible_to(clerk)) == [draft]


@pytest.mark.parametrize("act", ["adopt", "reassign", "discard"])
def test_every_act_on_a_version_asks_who(act: str, draft: Catalogue, clerk) -> None:
    with pytest.raises(NotYours):
        getattr(actions, act)(catalogue=draft, by=clerk)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_assigning_asks_who(in_force, finance, clerk) -> None:
    item = in_force.items.get(number=19)
    with pytest.raises(NotYours):
        actions.assign(item=item, agency=finance, by=clerk)
    with pytest.raises(NotYours):
        actions.unassign(assignment=item.assignments.get(), by=clerk)
    assert item.assignments.get().agency == finance

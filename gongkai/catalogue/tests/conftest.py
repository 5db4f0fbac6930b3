"""One county with agencies of every kind that the catalogue names, its section, and the shipped catalogue."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gongkai.catalogue.models import Catalogue
    from gongkai.organisations.models import Agency, User


def _world() -> Any:
    """Imported late: this file is read before Django is set up."""
    from gongkai.catalogue.tests import world

    return world


@pytest.fixture
def office(db: None) -> "Agency":
    return _world().agency("政府办公室", "government_office", ["government_office"], is_competent=True)


@pytest.fixture
def finance(db: None) -> "Agency":
    return _world().agency("财政局", "department", ["finance"])


@pytest.fixture
def civil(db: None) -> "Agency":
    return _world().agency("民政局", "department", ["civil_affairs"])


@pytest.fixture
def town(db: None) -> "Agency":
    return _world().agency("城关镇", "township")


@pytest.fixture
def section(office: "Agency") -> "User":
    return _world().person("section", "open_government_section", office)


@pytest.fixture
def clerk(finance: "Agency") -> "User":
    return _world().person("clerk", "drafter", finance)


@pytest.fixture
def draft(db: None) -> "Catalogue":
    return _world().bring()


@pytest.fixture
def in_force(office: "Agency", finance: "Agency", civil: "Agency", town: "Agency", draft: "Catalogue") -> "Catalogue":
    return _world().adopted(draft)

"""People and a year to announce. Models of the app beside this one are reached by name, not imported."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from gongkai.calendars import registry

FACTS = {
    "year": 2027,
    "notice": "国务院办公厅关于2027年部分节假日安排的通知（测试）",
    "url": "https://www.gov.cn/zhengce/test.htm",
    "off": [
        dt.date(2027, 1, 1),
        dt.date(2027, 1, 2),
        dt.date(2027, 1, 3),
        *(dt.date(2027, 2, day) for day in range(5, 13)),
    ],
    "work": [dt.date(2027, 2, 14), dt.date(2027, 2, 20)],
    "names": {dt.date(2027, 1, 1): "元旦", dt.date(2027, 2, 5): "春节"},
}


@pytest.fixture
def facts() -> dict[str, Any]:
    return dict(FACTS)


@pytest.fixture
def system(db: None) -> Any:
    return get_user_model().objects.create_user("system", name="系统管理员", admin_role="system", is_staff=True)


@pytest.fixture
def clerk(db: None) -> Any:
    return get_user_model().objects.create_user("clerk", name="经办人")


@pytest.fixture
def section(db: None) -> Any:
    agency = apps.get_model("organisations", "Agency").objects.create(
        name="示范县人民政府办公室", short_name="县府办", kind="government_office", place="cn", is_competent=True,
        from_on=dt.date(2020, 1, 1),
    )  # fmt: skip
    person = get_user_model().objects.create_user("section", name="政务公开科")
    apps.get_model("organisations", "Post").objects.create(
        person=person, agency=agency, role="open_government_section", from_on=dt.date(2020, 1, 1)
    )
    return person


@pytest.fixture(autouse=True)
def no_other_sources(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The open dates of other apps stay out of these tests."""
    monkeypatch.setattr(registry, "_sources", {})
    yield

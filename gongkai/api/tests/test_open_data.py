"""One open-data catalogue for all agencies, that protects the state, enterprises and persons. 绍兴 2019年要点 四(一)"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from gongkai.records import actions
from gongkai.records.models import Record
from gongkai.testing import County, complete_draft, published, sign_all

CLOSED = {
    "state_secret": "防护设计方案",
    "trade_secret": "某公司生产配方",
    "privacy": "某户收入明细",
}


def _closed(county: County) -> None:
    """Reviewed and issued, and not for the public."""
    for number, (ground, title) in enumerate(CLOSED.items(), start=70):
        record = complete_draft(county, title=title, html=f"<p>{title}的全部内容。</p>")
        actions.determine_attribute(
            record=record, by=county["drafter"], attribute="withheld", ground=ground, reason="属于法定不公开情形"
        )
        sign_all(county, actions.submit(record=Record.objects.get(pk=record.pk), by=county["drafter"]))
        actions.issue(
            record=Record.objects.get(pk=record.pk), by=county["disclosure_officer"], number=f"示财〔2026〕{number}号",
            issued_on=record.created_at.date(),
        )  # fmt: skip


def _people_of_office(county: County) -> dict[str, Any]:
    named = {name: person for name, person in county.people.items() if name.startswith("office.")}
    return county.people | {name.replace("office.", "department."): person for name, person in named.items()}


@pytest.mark.requirement("SX-T19-47")
def test_one_catalogue_offers_what_all_agencies_published_and_nothing_that_is_protected(
    get: Callable[..., Any], county: County
) -> None:
    _closed(county)
    published(county, title="财政局的通知")
    office = County(**{**vars(county), "department": county.office, "people": _people_of_office(county)})
    published(office, "示政办发〔2026〕3号", title="县府办的通知")
    told = json.loads(get("/catalog.jsonld").content)
    whole = told["dcat:dataset"][0]
    assert told["@type"] == "dcat:Catalog" and "已公开2条" in whole["dct:description"] and whole["dct:rights"]
    forms = {one["dcat:downloadURL"]["@id"].partition("/api/v1")[2] for one in whole["dcat:distribution"]}
    assert len(forms) >= 2, "for programs and for office software"
    for address in forms:
        text = get(address).content.decode()
        assert "财政局的通知" in text and "县府办的通知" in text
        assert not [title for title in CLOSED.values() if title in text], address
    for record in Record.objects.filter(attribute="withheld"):
        assert get(f"/records/{record.pk}").status_code == 404

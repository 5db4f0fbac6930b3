"""Numbers in addresses: odd digits and endless ones are none, and no page fails on them."""

import pytest
from django.test import Client

from gongkai.testing import County
from gongkai.ui.asked import whole


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("٣", 3), ("０７", 7), ("", None), ("²", None), ("-1", None), ("1.5", None), ("9" * 19, None)],
)
def test_whole(text: str, number: int | None) -> None:
    assert whole(text) == number


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["²", "9" * 5000, "9" * 19])
def test_no_page_fails_on_odd_numbers_in_its_address(county: County, client: Client, odd: str) -> None:
    client.force_login(county["drafter"])
    assert client.get("/desk/review/", {"before": odd}).status_code == 200
    assert client.get("/desk/review/return/", {"chosen": odd}).status_code == 200
    assert client.get("/desk/", {"page": odd}).status_code == 200
    assert client.get(f"/desk/inquiries/ask/record/{odd[:60]}/").status_code == 404
    client.force_login(county.administrators["security"])
    assert client.get("/desk/organisations/posts/appoint/", {"person": odd, "agency": odd}).status_code == 200

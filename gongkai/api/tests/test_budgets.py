"""The number of queries of every list is fixed, whatever its length."""

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.testing import County

Get = Callable[..., Any]
# records: publications with agency, item, version joined; the steps of their validity. changes: what is still being
# written, the first act not settled, the acts, which of the records were public. items: authority, catalogue, items,
# assignments, their agencies, counts. agencies: agencies, counts. rules: authority; the law lies in files.
BUDGETS = {
    "/records": 2, "/records?order=entered&validity=none": 2, "/records.csv": 2, "/changes": 4,
    "/catalogue/items": 6, "/agencies": 2, "/rules": 1, "/catalog.jsonld": 3, "/openapi.json": 0,
}  # fmt: skip
COUNTED = 1  # every question is counted for the address it comes from


@pytest.mark.parametrize("path", BUDGETS)
def test_queries_of_lists(get: Get, county: County, many: list[Any], path: str, django_assert_num_queries: Any) -> None:
    get("/openapi.json")  # what is made once in a process is made
    for limit in (1, 3, 50):
        query = {"limit": limit} if "json" not in path else {}
        joined = path + ("&" if "?" in path else "?") + "&".join(f"{name}={value}" for name, value in query.items())
        with django_assert_num_queries(BUDGETS[path] + COUNTED):
            assert get(joined.rstrip("?&")).status_code == 200


def test_queries_of_one(get: Get, many: list[Any], django_assert_num_queries: Any) -> None:
    # The publication with all it needs, the steps of its validity, who speaks of it now, who ever did, the last act.
    get("/openapi.json")
    with django_assert_num_queries(5 + COUNTED):
        assert get(f"/records/{many[0].pk}").status_code == 200
    with django_assert_num_queries(3 + COUNTED):
        assert get(f"/records/{many[0].pk}/versions").status_code == 200

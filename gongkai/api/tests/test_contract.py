"""schemathesis, in this process: whatever it makes of the description, the answers keep to the description.

All of its checks, on every operation: the boundaries of every parameter (coverage), wrong values included, and a number
of made-up ones (fuzzing), always the same ones (deterministic). It finds nothing.
"""

from typing import Any

import pytest
import schemathesis
from django.db import connection
from hypothesis import strategies as st
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from gongkai.api import cursors
from gongkai.api.tests.conftest import again
from gongkai.testing import County, published
from gongkai.wsgi import application

EXAMPLES = 12
LEAST = 700  # cases, so that a description nobody can make cases of does not pass


def served(environ: Any, start_response: Any) -> Any:
    """The application as granian serves it, asked by another address each time: the limit is tested elsewhere."""
    served.asked += 1  # type: ignore[attr-defined]
    number = served.asked  # type: ignore[attr-defined]
    environ |= {"REMOTE_ADDR": f"10.0.{number // 250 % 250}.{number % 250}", "HTTP_HOST": "localhost"}
    return application(environ, start_response)


served.asked = 0  # type: ignore[attr-defined]


@pytest.fixture
def filled(county: County, withdrawn: Any, draft: Any) -> Any:
    """One of everything: published, corrected, taken down, never public."""
    return again(county, published(county), summary="改过")


def cursors_of(*places: tuple[Any, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *(cursors.make(*place) for place in places)])


# What only the service can make is given to the maker of cases; what it makes up itself must be refused.
FORMATS = {
    "records": cursors_of(("entered", 3), ("newest", cursors.FIRST, 3), ("newest", cursors.LAST, cursors.HIGHEST)),
    "items": cursors_of(("items", 1, 1), ("items", -cursors.HIGHEST, cursors.HIGHEST)),
    "agencies": cursors_of(("agencies", 100, 1), ("agencies", cursors.HIGHEST, 0)),
    "rules": cursors_of(("rules", "foi.reply"), ("rules", "zzz")),
    "changes": cursors_of(("changes", 1), ("changes", cursors.HIGHEST)),
}  # fmt: skip
for _name, _strategy in FORMATS.items():
    schemathesis.openapi.format(f"cursor-{_name}", _strategy)


def configuration() -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": 20261122,
            "generation": {"deterministic": True, "max-examples": EXAMPLES, "database": "none", "no-shrink": True},
            "phases": {"stateful": {"enabled": False}},
            "workers": 1,
        }
    )


def test_schemathesis_finds_nothing(filled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served, config=configuration())
    cases, found, operations = 0, [], set()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            found.append(repr(event))
        if isinstance(event, events.ScenarioFinished):
            cases += len(event.recorder.interactions)
            operations.add(event.label)
            for case, checks in event.recorder.checks.items():
                asked = event.recorder.interactions[case].request
                found += [f"{asked.method} {asked.uri}: {one.name} {one.failure_info.failure}"
                          for one in checks if one.status == Status.FAILURE]  # fmt: skip
    assert not found, "\n".join(found[:10])
    assert cases >= LEAST and len(operations) >= 13 and len(CHECKS.get_all()) > 10
    print(f"{cases} cases")

"""schemathesis, in this process: whatever it makes of the description, the answers keep to the description.

All of its checks, on every operation: the boundaries of every parameter (coverage), wrong values included, and a number
of made-up ones (fuzzing), always the same ones (deterministic). It finds nothing.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.db import connections
from hypothesis import strategies as st
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from gongkai.api import cursors, service
from gongkai.api.tests.conftest import again
from gongkai.testing import County, published
from gongkai.wsgi import application

EXAMPLES = 6
LEAST = 600  # cases, so that a description nobody can make cases of does not pass


class Served:
    """The application as granian serves it, asked by another address each time: the limit is tested elsewhere.

    schemathesis asks in a thread of its own, which is lent the connection of the test, and so sees its records.
    """

    def __init__(self) -> None:
        self.asked, self.statuses, self.connection = 0, Counter[str](), connections["default"]

    def __call__(self, environ: Any, start_response: Any) -> Any:
        connections["default"] = self.connection
        self.asked += 1
        environ |= {"REMOTE_ADDR": f"10.0.{self.asked // 250 % 250}.{self.asked % 250}", "HTTP_HOST": "localhost"}

        def start(status: str, *rest: Any) -> Any:
            self.statuses[status[:3]] += 1
            return start_response(status, *rest)

        return application(environ, start)


@pytest.fixture
def served(filled: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    made = Served()
    # The end of a request would close a connection that is in the middle of a transaction of another thread.
    monkeypatch.setattr(made.connection, "close_if_unusable_or_obsolete", lambda: None)
    made.connection.inc_thread_sharing()
    yield made
    made.connection.dec_thread_sharing()


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
            # What was taken down is 410, as the description says; nothing else is added to what is accepted.
            "checks": {"positive_data_acceptance": {"expected-statuses": ["200", "404", "410"]}},
            "phases": {"stateful": {"enabled": False}},
            "workers": 1,
        }
    )


def test_schemathesis_finds_nothing(served: Served) -> None:
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
    every = {f"GET {path}" for path in service.schema()["paths"]} - {"GET /api/v1/openapi.json"}  # read to begin with
    assert operations == every and cases >= LEAST and len(CHECKS.get_all()) > 10
    # Answers of every kind were given, among them those about the records that there are.
    assert {"200", "404", "405", "422"} <= set(served.statuses) and not {"429", "500"} & set(served.statuses)

"""What every test run has in common: a database, a data folder, and the list of requirements that tests prove.

Before Django's settings load, the environment is set: `GONGKAI_TEST_DATABASE_URL` if given, else an embedded server
in build/test-postgres (kept between runs, fast, disposable); `GONGKAI_DATA` a fresh folder for each run and worker.
Runs at the same time do not meet: each takes the first free slot, and its databases carry the slot's number.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
from django.conf import settings

from gongkai import embedded

ROOT = Path(__file__).resolve().parent
BUILD = ROOT / "build"
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
_slots: list[int] = []


def _take_slot() -> int:
    """The number of the first slot nobody holds; held by a file lock until this process ends."""
    folder = BUILD / "test-slots"
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    while True:
        number += 1
        descriptor = os.open(folder / str(number), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        _slots.append(descriptor)
        return number


def _set_environment() -> None:
    """Workers of xdist inherit the controller's slot and database, and get a data folder of their own."""
    if "GONGKAI_TEST_SLOT" not in os.environ:
        os.environ["GONGKAI_TEST_SLOT"] = str(_take_slot())
        os.environ["DATABASE_URL"] = os.environ.get("GONGKAI_TEST_DATABASE_URL") or embedded.test_url(
            BUILD / "test-postgres"
        )
    os.environ["GONGKAI_TEST_DATABASE_NAME"] = f"test_gongkai_{os.environ['GONGKAI_TEST_SLOT']}"
    os.environ["GONGKAI_DATA"] = tempfile.mkdtemp(prefix="gongkai-test-")
    (Path(os.environ["GONGKAI_DATA"]) / "static").mkdir()
    os.environ["GONGKAI_TOTP"] = "0"  # tests log in without a second factor unless they ask for it
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.settings"


_set_environment()
django.setup()  # pytest-django does it only for settings known before this file
# Accounts are made by the hundred here; what a slow hash is for does not matter to them.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A busy machine must not fail a property: speed is shown by `make bench`, never by tests.
hypothesis.settings.register_profile("gongkai", deadline=None)
hypothesis.settings.load_profile("gongkai")
pytest_plugins = ["gongkai.testing"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "requirement(id, ...): the requirements of docs/requirements.csv this test proves"
    )
    config.addinivalue_line("markers", "docs: holds the documents to the code; part of `make check`")
    config.addinivalue_line("markers", "browser: needs Chromium; deselected, loudly, where there is none")
    config.stash[PROVEN] = {}


PROVEN: pytest.StashKey[dict[str, list[str]]] = pytest.StashKey()
DESELECTED: pytest.StashKey[int] = pytest.StashKey()


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", action="store_true", help="only tests that use the database (for a run on another server)"
    )


def _uses_database(item: pytest.Item) -> bool:
    return bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))) or bool(
        item.get_closest_marker("django_db")
    )


def _keep(config: pytest.Config, items: list[pytest.Item], wanted: Callable[[pytest.Item], bool]) -> None:
    left = [item for item in items if not wanted(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if wanted(item)]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without Chromium the browser tests cannot run; they are counted, not passed over in silence."""
    if config.getoption("--database"):
        _keep(config, items, _uses_database)
    if CHROMIUM:
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    config.stash[DESELECTED] = len(browser)
    _keep(config, items, lambda item: item not in browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    """Send the marks of each test along with its report, so that the controller of xdist sees them too."""
    report = yield
    report.requirements = [name for mark in item.iter_markers("requirement") for name in mark.args]
    return report


class Requirements:
    """Collects, in the controller, which requirement was proven by which passed test."""

    def __init__(self, config: pytest.Config) -> None:
        self.proven = config.stash[PROVEN]
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name in getattr(report, "requirements", ()):
            if report.failed:
                self.failed.add(name)
            elif report.when == "call":
                self.proven.setdefault(name, []).append(report.nodeid)


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        session.config.pluginmanager.register(Requirements(session.config), "gongkai-requirements")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Under xdist the workers collect: the controller learns from them what was deselected."""
    node.config.stash[DESELECTED] = getattr(node, "workeroutput", {}).get("browser_deselected", 0)


def pytest_sessionfinish(session: pytest.Session) -> None:
    shutil.rmtree(os.environ["GONGKAI_DATA"], ignore_errors=True)
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["browser_deselected"] = session.config.stash.get(DESELECTED, 0)
    collected = session.config.pluginmanager.get_plugin("gongkai-requirements")
    if collected is None:
        return
    BUILD.mkdir(exist_ok=True)
    proven = {name: tests for name, tests in sorted(collected.proven.items()) if name not in collected.failed}
    (BUILD / "requirements-proven.json").write_text(json.dumps(proven, ensure_ascii=False, indent=1) + "\n")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not CHROMIUM:
        count = config.stash.get(DESELECTED, 0)
        terminalreporter.section("BROWSER TESTS NOT RUN", sep="!", red=True)
        terminalreporter.line(f"No Chromium on this machine: {count} browser tests were NOT run. .ci/run installs it.")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium that browser tests drive. Playwright's own download is never used."""
    assert CHROMIUM, "browser tests are deselected where there is no Chromium"
    return CHROMIUM


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that need real transactions empty the tables by TRUNCATE, which the ledger refuses everywhere else."""
    from django.db import connection

    from gongkai import testing

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("ledger_entry", "ledger_root"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")
    with django_db_blocker.unblock():
        testing.prepare()

"""Take every check of permission away, one at a time, and see which test notices: `make mutants`.

All guards carry a switch (`guards`), so one process tries them all: first every test runs once with everything on, and
it is noted in which tests a guard stopped something; then each guard is switched off and those tests run until one
fails. A guard that stops nothing in any test survives without a run.
A guard whose absence no test notices is printed and makes the exit code 1. Who killed what stands in docs/mutants.txt,
and a test of the documents fails when a guard is not in that list.

    python -m gongkai.operate.mutants [--only records] [--new] [--tests FILES] [--report build/mutants.json]
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

from gongkai.operate import guards

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "docs" / "mutants.txt"
HEAD = """\
# Every check of permission in the code, and the test that fails when it is taken away: `make mutants` writes this.
"""
NOT_TRIED, SURVIVES = "(not tried)", "(survives)"
# Tests of the tables of addresses share one built world, so they are tried first and one after the other.
TABLES = ("operate/tests/test_addresses.py", "operate/tests/test_authority.py")
AT_MOST_TABLES, AT_MOST = 12, 150
# Enough of those who may ask, to notice that a check is gone; the tables themselves ask everybody.
ASKERS = ("anonymous", "drafter", "disclosure_officer", "secretariat", "open_government_section", "stranger", "system")
UNFIT = ("test_a_form_from_another_site", "test_machine.py", "test_browser", "test_bench", "test_mutants",
         "test_concurrency", "test_canaries", "test_docs", "test_reference", "test_documents")  # fmt: skip


def known() -> dict[str, str]:
    """Guard -> the test that killed it, as committed."""
    lines = LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []
    pairs = dict(line.split(" <- ", 1) for line in lines if " <- " in line)
    return {key: test for key, test in pairs.items() if test not in (NOT_TRIED, SURVIVES)}


def listed() -> set[str]:
    """Guards that the list names, killed or not."""
    lines = LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []
    return {line.split(" <- ", 1)[0] for line in lines if " <- " in line}


def write(killers: dict[str, str], survivors: Collection[str] = ()) -> None:
    """Keep the list: every guard there is, and what killed it."""
    said = dict.fromkeys(survivors, SURVIVES) | killers
    lines = sorted(f"{one.key} <- {said.get(one.key, NOT_TRIED)}" for one in guards.find())
    LIST.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


class Hunt:
    """A pytest plugin that runs the tests once with every guard, then without each of them."""

    def __init__(self, wanted: list[guards.Guard], switch: guards.Switch) -> None:
        self.wanted = wanted
        self.switch = switch
        self.killers: dict[str, str] = {}
        self.survivors: dict[str, int] = {}
        self.unfit: list[str] = []
        self._touched: dict[str, list[Any]] = {}
        self._took: dict[str, float] = {}
        self._kills: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        apps = {guard.key.split("/")[0] for guard in self.wanted}
        items[:] = [item for item in items if self._fit(item) and self._concerns(item, apps)]
        for module in {item.module for item in items if TABLES[0] in item.nodeid}:
            module.askers = lambda row, answers: [who for who in answers if who in ASKERS]

    def _concerns(self, item: Any, apps: set[str]) -> bool:
        """Of the tables, rows of the apps whose guards are tried; their tests without a row always."""
        row = item.callspec.params.get("name", "") if hasattr(item, "callspec") else ""
        return not (self._table(item) and ":" in row) or row.split(":")[0] in apps

    def _fit(self, item: Any) -> bool:
        data = item.get_closest_marker("django_db")
        slow = data is not None and (data.kwargs.get("transaction") or data.args)
        marked = item.get_closest_marker("browser") or item.get_closest_marker("docs")
        return not (slow or marked or any(name in item.nodeid for name in UNFIT))

    def pytest_runtest_call(self, item: Any) -> None:
        self.switch.worked.clear()

    def pytest_runtestloop(self, session: Any) -> bool:
        items, started = session.items, time.monotonic()
        for number, item in enumerate(items):
            began = time.monotonic()
            if self._fails(item, items[(number + 1) % len(items)]):
                self.unfit.append(item.nodeid)
                continue
            self._took[item.nodeid] = time.monotonic() - began
            for key in self.switch.worked:
                self._touched.setdefault(key, []).append(item)
        print(f"\n{len(items)} tests once: {time.monotonic() - started:.0f} s; unfit: {self.unfit}", flush=True)
        for tables in (False, True):
            for number, guard in enumerate(self.wanted):
                if guard.key not in self.killers:
                    self._try(guard, tables)
                    if number % 20 == 0:
                        self.keep()
        self.switch.off = ""
        self._fails(items[-1], None)
        return True

    def keep(self) -> None:
        """What is known up to now: a hunt may be broken off, and goes on with --new."""
        write(known() | self.killers, self.survivors)

    def _try(self, guard: guards.Guard, tables: bool) -> None:
        touched = [one for one in self._touched.get(guard.key, []) if self._table(one) == tables]
        name = guard.key.split(":")[1].rpartition(".")[2]
        touched.sort(key=lambda one: (name not in one.name, -self._kills[one.nodeid], self._took[one.nodeid]))
        touched = touched[: AT_MOST_TABLES if tables else AT_MOST]
        self.switch.off = guard.key
        for number, item in enumerate(touched):
            after = touched[number + 1] if number + 1 < len(touched) else item
            if self._fails(item, after):
                self.killers[guard.key] = item.nodeid
                self._kills[item.nodeid] += 1
                self.survivors.pop(guard.key, None)
                break
        else:
            self.survivors[guard.key] = self.survivors.get(guard.key, 0) + len(touched)
        self.switch.off = ""
        if tables:
            ran = "" if guard.key in self.switch.seen else "  (no test comes by)"
            print("." if guard.key in self.killers else f"\n  survives {guard.where} {guard.key}{ran}", flush=True)

    @staticmethod
    def _table(item: Any) -> bool:
        return any(name in item.nodeid for name in TABLES)

    @staticmethod
    def _fails(item: Any, after: Any) -> bool:
        from _pytest.runner import runtestprotocol

        return any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def tests_for(wanted: list[guards.Guard], everything: bool) -> list[str]:
    """Folders of tests of the apps whose guards are tried, or of all; and the tables of addresses."""
    apps = {guard.key.split("/")[0] for guard in (guards.find() if everything else wanted)}
    folders = [f"gongkai/{app}/tests" for app in sorted(apps - {"operate"})]
    tables = [f"gongkai/{name}" for name in TABLES]
    return [name for name in [*tables, *folders] if (ROOT / name).exists()]


def main() -> int:
    """Hunt, print, keep the list. 0 when nothing survives."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", help="guards of these apps, with commas between", default="")
    parser.add_argument("--tests", help="files of tests, with commas between, instead of all of these apps", default="")
    parser.add_argument("--new", action="store_true", help="guards that docs/mutants.txt does not know")
    parser.add_argument("--report", type=Path, default=ROOT / "build" / "mutants.json")
    asked = parser.parse_args()
    before, present = known(), guards.find()
    apps = asked.only.split(",") if asked.only else []
    wanted = [one for one in present if not apps or one.key.split("/")[0] in apps]
    wanted = [one for one in wanted if not (asked.new and one.key in before)]
    import pytest

    hunt, began = Hunt(wanted, guards.install()), time.monotonic()
    if wanted:
        whole = len(wanted) == len(present)
        tests = asked.tests.split(",") if asked.tests else tests_for(wanted, whole)
        arguments = ["-q", "-p", "no:randomly", "-s", "--no-header", "--no-summary", *tests]
        pytest.main(arguments, plugins=[hunt])
    write({key: test for key, test in (known() | hunt.killers).items() if key not in hunt.survivors}, hunt.survivors)
    figures = {"guards": len(present), "tried": len(wanted), "killed": len(hunt.killers),
               "survivors": len(hunt.survivors), "seconds": round(time.monotonic() - began)}  # fmt: skip
    asked.report.parent.mkdir(parents=True, exist_ok=True)
    found = figures | {"killers": hunt.killers, "survived": hunt.survivors, "unfit": hunt.unfit}
    asked.report.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    print("\n" + ", ".join(f"{name} {value}" for name, value in figures.items()))
    return 1 if hunt.survivors else 0


if __name__ == "__main__":
    sys.exit(main())

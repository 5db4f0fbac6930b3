"""The list of guards is whole, and the switch does take a guard away."""

import ast
from typing import Any

import pytest

from gongkai.operate import guards, mutants
from gongkai.refusals import NotYours

SOURCE = """
@login_required
@require_safe
def page(request, pk):
    policy.must_read(request.user)
    if not policy.may(request.user, "edit") or is_system(request.user):
        return "no"
    shown = {"may_edit": policy.may(request.user, "edit")}
    return get(policy.visible_to(request.user), pk)
"""


@pytest.mark.docs
def test_every_guard_is_in_the_list_with_the_test_that_misses_it() -> None:
    """A new check of permission is tried before it counts: run `make mutants ARGS=--new`."""
    present, killed = {one.key for one in guards.find()}, mutants.known()
    assert present - set(killed) == set(), "not tried, or no test notices: make mutants ARGS=--new"
    assert mutants.listed() - present == set(), "no such guard any more: make mutants ARGS=--new"


@pytest.mark.docs
def test_every_test_that_killed_a_guard_is_still_there() -> None:
    """By file and name: a test that is gone cannot miss anything."""
    gone = set()
    for test in set(mutants.known().values()):
        path, _, name = test.partition("::")
        source = (mutants.ROOT / path).read_text(encoding="utf-8") if (mutants.ROOT / path).exists() else ""
        if f"def {name.rpartition('::')[2].partition('[')[0]}(" not in source:
            gone.add(test)
    assert gone == set()


def test_guards_are_found_in_the_syntax() -> None:
    _, found = guards._rewrite(SOURCE, "app/views.py")
    assert [(one.key.split(":", 1)[1], one.kind) for one in found] == [
        ("page:@login_required", "decorator"), ("page:@require_safe", "decorator"), ("page:policy.must_read", "must"),
        ("page:policy.may", "may"), ("page:is_system", "may"), ("page:policy.visible_to", "visible"),
    ]  # fmt: skip


def test_what_is_only_shown_is_no_guard() -> None:
    """A button that is not offered protects nothing: the act behind it does."""
    _, found = guards._rewrite("def show(person):\n    return {'may_edit': policy.may(person)}\n", "app/views.py")
    assert found == []


def _run(source: str, off: str, **names: Any) -> Any:
    tree, found = guards._rewrite(source, "app/module.py")
    switch = guards.Switch()
    switch.off = next((one.key for one in found if one.key.endswith(off)), "") if off else ""
    space: dict[str, Any] = {guards.NAME: switch, **names}
    exec(compile(tree, "module", "exec"), space)
    return space["run"]


def _refuse(*args: Any) -> None:
    raise NotYours("test", "不行。", remedy="不行。")


def test_a_refusal_is_taken_away() -> None:
    source = "def run():\n    policy_must()\n    return 'done'\n".replace("policy_must", "must_sign")
    with pytest.raises(NotYours):
        _run(source, "", must_sign=_refuse)()
    assert _run(source, "must_sign", must_sign=_refuse)() == "done"


def test_only_refusals_are_taken_away() -> None:
    def broken() -> None:
        raise ValueError

    with pytest.raises(ValueError):
        _run("def run():\n    must_sign()\n", "must_sign", must_sign=broken)()


def test_a_question_is_answered_with_yes() -> None:
    source = "def run():\n    if not may_edit():\n        return 'no'\n    return 'yes'\n"
    assert _run(source, "", may_edit=lambda: False)() == "no"
    assert _run(source, "may_edit", may_edit=lambda: False)() == "yes"


def test_a_decorator_is_taken_off() -> None:
    def login_required(view: Any) -> Any:
        return lambda: "login"

    source = "@login_required\ndef run():\n    return 'page'\n"
    assert _run(source, "", login_required=login_required)() == "login"
    assert _run(source, "@login_required", login_required=login_required)() == "page"


def test_a_filter_is_taken_away(county: Any) -> None:
    from gongkai.organisations.models import Agency

    source = "def run():\n    return visible_to()\n"
    names = {"visible_to": Agency.objects.none}
    assert not _run(source, "", **names)().exists()
    assert _run(source, "visible_to", **names)().count() == Agency.objects.count()


def test_every_module_of_an_instance_is_looked_at() -> None:
    """What lies outside is named, and holds no guard that a request could meet."""
    assert {"tests", "migrations", "demo", "rules", "clock", "embedded", "refusals", "testing.py"} >= guards.OUTSIDE
    seen = {path.relative_to(guards.PACKAGE).parts[0] for path in guards.files()}
    assert {"records", "review", "inquiries", "catalogue", "organisations", "desk", "portal", "api", "files"} <= seen
    for path in guards.files():
        ast.parse(path.read_text(encoding="utf-8"))

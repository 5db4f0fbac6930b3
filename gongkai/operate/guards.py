"""Every check of permission in the code, found in its syntax, and a switch that takes one of them away.

A guard is a place where the code asks whether somebody may, or whether something may happen now:

    must      a call of must(…), must_…(…) or pass_gates(…), which refuses; taken away, it refuses nothing
    may       a call of may(…), may_…(…), is_system(…) … in a condition; taken away, the answer is yes
    visible   a call of …visible_to(…) or visible(…), which narrows to what a person may see; taken away: everything
    decorator login_required, require_POST, require_safe …; taken away, the view stands bare

`find` lists them; `install` makes every module that is imported afterwards carry the switch at each of them, so that
one process can try them all (`mutants`). Nothing of this runs in an instance.
"""

import ast
import builtins
import functools
import importlib.abc
import importlib.machinery
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]
# Not code of an instance, or (rules, clock) code that knows no person.
OUTSIDE = {"tests", "migrations", "demo", "rules", "clock", "embedded", "refusals", "testing.py"}
OUTSIDE_FILES = {"operate/guards.py", "operate/mutants.py"}
DECORATORS = {"login_required", "require_POST", "require_GET", "require_safe", "require_http_methods", "page",
              "page_methods", "staff_member_required", "permission_required"}  # fmt: skip
YES = {"is_system", "is_security", "is_audit", "in_section"}
# `_visible` of these files is about pages of a file, not about persons; `visible_years` of everybody's calendar.
NOT_PERSONS = {"files/formats/sheet.py", "unseen_ink.py"}
EMPTY = {"must_differ"}  # does not refuse, but names who is ruled out: taken away, nobody is
NO = {"must_set_up"}  # answers yes where something has to be done first: taken away, nothing has
NAME = "__guard__"


@dataclass(frozen=True)
class Guard:
    """One check: `key` stays the same when lines move, `where` is file and line."""

    key: str
    kind: str
    where: str


class Switch:
    """What each guard asks at run time: whether it is the one taken away now.

    `seen` are the guards that ran, `worked` those that made a difference: a test in which a guard only let through
    passes without it too, so only the others need to be tried. Of a filter nobody can tell without another query.
    """

    def __init__(self) -> None:
        self.off = ""
        self.seen: set[str] = set()
        self.worked: set[str] = set()
        self._open = 0

    def must(self, key: str, call: Callable[[], Any]) -> Any:
        """A call that refuses; where it also answers, nothing is answered."""
        self.seen.add(key)
        try:
            return call()  # what it answers when it does not refuse is needed by the code after it
        except Exception as error:
            self.worked.add(key)
            if self.off != key or not hasattr(error, "remedy"):  # only refusals are taken away
                raise
            return ""

    def may(self, key: str, call: Callable[[], Any]) -> Any:
        """A question answered with yes."""
        return self._answer(key, call, True)

    def no(self, key: str, call: Callable[[], Any]) -> Any:
        """A question answered with no."""
        return self._answer(key, call, False)

    def empty(self, key: str, call: Callable[[], Any]) -> Any:
        """A question answered with nothing."""
        return self._answer(key, call, {})

    def _answer(self, key: str, call: Callable[[], Any], instead: Any) -> Any:
        self.seen.add(key)
        if self.off == key:
            return instead
        found = call()
        if bool(found) != bool(instead):
            self.worked.add(key)
        return found

    def visible(self, key: str, call: Callable[[], Any]) -> Any:
        """A queryset, or an object fetched from one, without its filter."""
        self.seen.add(key)
        self.worked.add(key)
        if self.off != key and not self._open:
            return call()
        self._open += 1
        try:
            found = call()
        finally:
            self._open -= 1
        return found.model._default_manager.all() if hasattr(found, "query") and hasattr(found, "model") else found

    def decorator(self, key: str, decorator: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """A decorator that can be taken off; it worked where the view itself did not run."""

        def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
            ran: list[bool] = []
            only_refuses = getattr(decorator, "__module__", "").startswith("django.")

            @functools.wraps(view)
            def inner(*args: Any, **kwargs: Any) -> Any:
                ran.append(True)
                return view(*args, **kwargs)

            guarded = decorator(inner)

            @functools.wraps(guarded)
            def switched(*args: Any, **kwargs: Any) -> Any:
                self.seen.add(key)
                if self.off == key:
                    return view(*args, **kwargs)
                before = len(ran)
                try:
                    return guarded(*args, **kwargs)
                finally:
                    if len(ran) == before or not only_refuses:
                        self.worked.add(key)
                    del ran[:]

            return switched

        return wrap


SWITCH = Switch()


class _Rewriter(ast.NodeTransformer):
    """Puts the switch around every guard of a module and lists them."""

    def __init__(self, relative: str) -> None:
        self.relative = relative
        self.found: list[Guard] = []
        self._names: list[str] = []
        self._counts: Counter[str] = Counter()
        self._deciding = 0

    def _new(self, node: ast.AST, text: str, kind: str) -> ast.Constant:
        where = f"{self.relative}:{getattr(node, 'lineno', 0)}"
        base = f"{self.relative}:{'.'.join(self._names) or 'module'}:{text}"
        self._counts[base] += 1
        number = self._counts[base]
        key = base if number == 1 else f"{base}#{number}"
        self.found.append(Guard(key, kind, where))
        return ast.Constant(key)

    def _within(self, name: str, node: ast.AST, deciding: bool) -> ast.AST:
        self._names.append(name)
        kept, self._deciding = self._deciding, int(deciding)
        self.generic_visit(node)
        self._names.pop()
        self._deciding = kept
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._within(node.name, node, False)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self._names.append(node.name)
        node.decorator_list = [self._decorator(one) for one in node.decorator_list]
        self._names.pop()
        decorators, node.decorator_list = node.decorator_list, []
        self._within(node.name, node, False)
        node.decorator_list = decorators
        return node

    def _decorator(self, node: ast.expr) -> ast.expr:
        bare = node.func if isinstance(node, ast.Call) else node
        name = _last(bare)
        if name not in DECORATORS:
            return node
        call = ast.Call(_attribute("decorator"), [self._new(node, f"@{name}", "decorator"), node], [])
        return ast.copy_location(call, node)

    def visit_If(self, node: ast.If) -> ast.AST:
        node.test = self._decide(node.test)
        node.body = [self.visit(one) for one in node.body]
        node.orelse = [self.visit(one) for one in node.orelse]
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        node.test = self._decide(node.test)
        node.body, node.orelse = self.visit(node.body), self.visit(node.orelse)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.iter = self.visit(node.iter)
        node.ifs = [self._decide(one) for one in node.ifs]
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        """What a function that decides answers, is a decision."""
        decides = bool(self._names) and self._names[-1].startswith(("may", "has_", "_may"))
        if node.value is not None:
            node.value = self._decide(node.value) if decides else self.visit(node.value)
        return node

    def _decide(self, node: ast.expr) -> Any:
        self._deciding += 1
        found = self.visit(node)
        self._deciding -= 1
        return found

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = _last(node.func)
        kind = self._kind(name)
        self.generic_visit(node)
        if not kind:
            return node
        key = self._new(node, ast.unparse(node.func) if len(ast.unparse(node.func)) < 60 else name, kind)
        thunk = ast.Lambda(ast.arguments([], [], None, [], [], None, []), node)
        return ast.copy_location(ast.Call(_attribute(kind), [key, thunk], []), node)

    def _kind(self, name: str) -> str:
        if name in EMPTY:
            return "empty"
        if name in NO:
            return "no"
        if name in ("must", "pass_gates") or name.startswith("must_"):
            return "must"
        if name.endswith("visible_to") or (name in ("visible", "_visible") and self.relative not in NOT_PERSONS):
            return "visible"
        asks = name == "may" or name.startswith("may_") or name in YES
        return "may" if asks and self._deciding else ""


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _attribute(name: str) -> ast.Attribute:
    return ast.Attribute(ast.Name(NAME, ast.Load()), name, ast.Load())


def _rewrite(source: str, relative: str) -> tuple[ast.Module, list[Guard]]:
    rewriter = _Rewriter(relative)
    tree = ast.fix_missing_locations(rewriter.visit(ast.parse(source)))
    return tree, rewriter.found


def files() -> Iterator[Path]:
    """The modules of an instance."""
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        if not OUTSIDE & set(relative.parts) and relative.as_posix() not in OUTSIDE_FILES:
            yield path


def find() -> list[Guard]:
    """All guards, file by file."""
    found: list[Guard] = []
    for path in files():
        found += _rewrite(path.read_text(encoding="utf-8"), path.relative_to(PACKAGE).as_posix())[1]
    return found


class _Loader(importlib.machinery.SourceFileLoader):
    """Compiles the rewritten source; nothing of it is kept in __pycache__."""

    def get_code(self, fullname: str) -> Any:
        path = Path(self.get_filename(fullname))
        tree, _ = _rewrite(path.read_text(encoding="utf-8"), path.relative_to(PACKAGE).as_posix())
        return compile(tree, str(path), "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self) -> None:
        self._files = {str(path) for path in files()}

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> Any:
        if not fullname.startswith("gongkai."):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin not in self._files:
            return None
        spec.loader = _Loader(fullname, spec.origin)
        return spec


def install() -> Switch:
    """From now on every module of an instance is imported with the switch in it."""
    setattr(builtins, NAME, SWITCH)
    sys.meta_path.insert(0, _Finder())
    return SWITCH

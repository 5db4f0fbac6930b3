"""Names of acts and kinds of subjects, filled by the apps in their `apps.py`. Lower layers reach upward only here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model


class _System:
    """The actor of acts nobody's hand does: scheduled publication, the verifying fetch of a take-down."""

    pk = None
    actor_name = "系统"


SYSTEM = _System()


@dataclass(frozen=True)
class Subject:
    """A kind of thing that acts happen to: how to find, name and link one."""

    kind: str
    model: str  # "app.Model"
    label: Callable[[Any], str]
    url: Callable[[Any], str] | None = None


_ACTS: dict[str, str] = {}
_SUBJECTS: dict[str, Subject] = {}
_BY_MODEL: dict[str, str] = {}


def register_act(name: str, sentence: str) -> None:
    """Make `name` ("app.verb_done") an act. `sentence` is what a timeline shows; it may use {facts}."""
    if _ACTS.setdefault(name, sentence) != sentence:
        raise ValueError(f"act {name} is registered twice with different sentences")


def act_sentence(name: str) -> str:
    """The Chinese sentence of a registered act. Raises KeyError for an unknown one."""
    return _ACTS[name]


def acts() -> dict[str, str]:
    """All registered acts, name → sentence, sorted by name."""
    return dict(sorted(_ACTS.items()))


def register_subject(
    kind: str,
    model: str,
    *,
    label: Callable[[Any], str] = str,
    url: Callable[[Any], str] | None = None,
) -> None:
    """Let acts be recorded on instances of `model` ("app.Model") under the text pair (kind, id)."""
    _SUBJECTS[kind] = Subject(kind, model, label, url)
    _BY_MODEL[model.lower()] = kind


def subject_kind(kind: str) -> Subject:
    """The registered kind. Raises KeyError for an unknown one."""
    return _SUBJECTS[kind]


def kinds() -> dict[str, Subject]:
    """All registered kinds of subjects by name."""
    return dict(_SUBJECTS)


def reference(subject: Model) -> tuple[str, str]:
    """The text pair (subject_kind, subject_id) by which upper things are referred to from below."""
    return _BY_MODEL[subject._meta.label_lower], str(subject.pk)


def resolve(kind: str, identifier: str) -> Any | None:
    """The subject behind a pair, or None if its row is gone or its kind unknown."""
    if kind not in _SUBJECTS:
        return None
    return apps.get_model(_SUBJECTS[kind].model)._default_manager.filter(pk=identifier).first()


def resolve_many(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    """The subjects behind pairs, one query for each kind; pairs whose row is gone are left out."""
    wanted: dict[str, set[str]] = {}
    for kind, identifier in pairs:
        wanted.setdefault(kind, set()).add(identifier)
    found: dict[tuple[str, str], Any] = {}
    for kind, identifiers in wanted.items():
        if kind in _SUBJECTS:
            rows = apps.get_model(_SUBJECTS[kind].model)._default_manager.in_bulk(list(identifiers))
            found |= {(kind, str(key)): subject for key, subject in rows.items()}
    return found


def lock(kind: str, identifier: str) -> Any:
    """The subject with its row locked for the act: taken before anything below it, so that acts never cross."""
    manager = apps.get_model(subject_kind(kind).model)._default_manager
    return manager.select_for_update(of=("self",)).get(pk=identifier)

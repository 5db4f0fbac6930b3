"""A word that stands in every place the public must not see never leaves by this interface."""

from collections.abc import Callable
from typing import Any

from gongkai.api.tests.conftest import SECRET, again
from gongkai.files import actions as file_actions
from gongkai.ledger.models import Entry
from gongkai.organisations.models import User
from gongkai.records import actions
from gongkai.records.models import Publication, Record, Version
from gongkai.testing import County, approved, complete_draft, published

Get = Callable[..., Any]


def _everywhere(county: County) -> Any:
    """The word in names of people, drafts, approved and issued papers, working copies, reasons, older versions."""
    User.objects.update(name=SECRET, email="canary@example.invalid", phone=SECRET)
    approved(county, title=f"待发{SECRET}")
    draft = complete_draft(county, title=f"草稿{SECRET}")
    actions.attach(record=draft, by=county["drafter"], file=file_actions.store(b"x", f"{SECRET}.txt", None))
    record = again(county, published(county, title=f"旧题{SECRET}", html=f"<p>{SECRET}</p>"),
                   title="新题", html="<p>新文</p>")  # fmt: skip
    opened = published(county, "示财〔2026〕8号", title="更正中的")
    actions.correct(record=opened, by=county["drafter"], reason=f"{SECRET}有误")
    opened = Record.objects.get(pk=opened.pk)
    actions.edit(record=opened, by=county["drafter"], revision=opened.revision, changes={"title": f"改{SECRET}"})
    Record.objects.update(attribute_reason=SECRET, ground=SECRET)
    return record


def test_nothing_private_leaves(get: Get, county: County, withdrawn: Any) -> None:
    record = _everywhere(county)
    ids = list(Record.objects.values_list("pk", flat=True))
    paths = ["/records", "/records?order=entered", "/records.csv", "/changes", "/catalogue/items",
             "/agencies?ended=true", "/rules", "/catalog.jsonld", "/openapi.json",
             *(f"/records/{key}" for key in ids), *(f"/records/{key}/versions" for key in ids),
             *(f"/agencies/{agency.pk}" for agency in (county.office, county.department))]  # fmt: skip
    answers = {path: get(path).content.decode() for path in paths}
    wrong = [path for path, text in answers.items() if SECRET in text or "canary@" in text]
    assert not wrong
    assert "新文" in answers[f"/records/{record.pk}"]  # the answers are real ones
    names = {name for name in ("drafter", "reviewer", "attribute_reason", "ground", "import_key", "made_by",
                               "edited_by", "withdrawn_reason", "redactions", "four_reviews", "sensitive_kind",
                               "exceptions")
             for text in answers.values() if f'"{name}"' in text}  # fmt: skip
    assert not names


def test_metadata_that_is_not_named_is_not_told(get: Get, county: County) -> None:
    """The published version itself holds facts of the office: only fields named in `shapes` leave."""
    record = published(county)
    live = Publication.objects.get(record=record)
    version = Version.objects.get(pk=live.version_id)
    version.pk, version.number = None, 9
    version.metadata = version.metadata | {"attribute_reason": SECRET, "ground": SECRET, "redactions": [SECRET],
                                           "sensitive_kind": SECRET, "office": SECRET,
                                           "redacted_of": SECRET, "import_key": SECRET,
                                           "four_reviews": SECRET, "exceptions": [{"document": SECRET}]}  # fmt: skip
    version.note = SECRET
    version.save()
    Publication.objects.filter(pk=live.pk).update(version=version, withdrawn_reason=SECRET)
    for path in ("/records", "/records.csv", f"/records/{record.pk}", f"/records/{record.pk}/versions"):
        assert SECRET not in get(path).content.decode(), path


def test_reading_leaves_no_trace(get: Get, county: County) -> None:
    record = published(county)
    before = Entry.objects.count()
    for path in ("/records", f"/records/{record.pk}", "/changes", "/catalog.jsonld"):
        get(path)
    assert Entry.objects.count() == before

"""Reading the lists of what is not published (不予公开目录): who sees them, what belongs in, what the public reads."""

import datetime as dt
from html import escape
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai import ledger, rules
from gongkai.files.chinese import plain
from gongkai.ledger.hashing import canonical, digest
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Role
from gongkai.records import plans, policy
from gongkai.records.models import Record, WithheldEntry, WithheldList

KEEPERS = (Role.DISCLOSURE_OFFICER, Role.SECTION_HEAD)
YEARLY = "records.nondisclosure_list"
PUBLISHED = "records.nondisclosure_list_published"
# States of the list's own record in which everybody can read it; in those of `GONE` it may be written out again.
PUBLIC = (
    Record.State.PUBLISHED, Record.State.CORRECTING, Record.State.CORRECTION_REVIEW, Record.State.CORRECTION_APPROVED,
)  # fmt: skip
GONE = (Record.State.ABANDONED, Record.State.WITHDRAWN)
LONG = 4  # characters from which a title is looked for inside other words: “方案” stands in too many of them


def visible_to(person: Any) -> QuerySet[WithheldList]:
    """Lists of the person's agencies; the open-government section sees all of them."""
    found = WithheldList.objects.select_related("agency", "record")
    if person is ledger.SYSTEM or organisations_policy.in_section(person):
        return found
    return found.filter(agency__in=policy.with_predecessors(organisations.agencies_of(person)))


def counted(lists: QuerySet[WithheldList]) -> QuerySet[WithheldList]:
    """The lists with `size`, the number of their entries."""
    return lists.annotate(size=Count("entries"))


def may_keep(person: Any, agency: Agency) -> bool:
    """Whether `person` enters and closes the lists of `agency`."""
    return person is ledger.SYSTEM or organisations.post_for(person, policy.responsible(agency), KEEPERS) is not None


def candidates(of: WithheldList) -> QuerySet[Record]:
    """Records of the agency decided not public in the list's year that are not in it yet.

    The yearly list of documents holds documents that were issued; the list of items every withheld piece.
    """
    found = Record.objects.filter(agency=of.agency, attribute=Record.Attribute.WITHHELD)
    found = found.exclude(state__in=[Record.State.ABANDONED, Record.State.DRAFT])
    if of.kind == WithheldList.Kind.DOCUMENTS:
        found = found.filter(issued_on__year=of.year)
    else:
        found = found.filter(Q(issued_on__year=of.year) | Q(issued_on=None, created_at__year=of.year))
    return found.exclude(withheld_entries__list=of).order_by("issued_on", "id")


def rule_of(agency: Agency, day: dt.date) -> rules.Rule | None:
    """The place's rule of a yearly list; None where no rule asks for one."""
    return _rule(YEARLY, agency, day)


def publishing_rule(agency: Agency, day: dt.date) -> rules.Rule | None:
    """The place's rule that the list itself goes public after filing. 遵义 管理制度 11"""
    return _rule(PUBLISHED, agency, day)


def may_write_again(of: WithheldList) -> bool:
    """Whether no record of the list is under way or public: none was made, or it was given up or taken down."""
    return of.record is None or of.record.state in GONE


def gives_away(entry: WithheldEntry, secret: WithheldEntry) -> bool:
    """Whether what a reader sees of `entry` holds the true title or the number of `secret`."""
    shown = _bare(str(entry) + entry.reason)
    words = [_bare(secret.title), _bare(secret.number)]
    return _bare(str(entry)) == words[0] or any(len(word) >= LONG and word in shown for word in words)


def _bare(text: str) -> str:
    """Without spaces and marks, in one spelling: a title is given away however it is set."""
    return "".join(letter for letter in plain(text) if letter.isalnum())


def _rule(name: str, agency: Agency, day: dt.date) -> rules.Rule | None:
    try:
        return rules.at(name, agency.place, day)
    except rules.NoRule:
        return None


def ground_labels(agency: Agency) -> dict[str, str]:
    """Codes of the place's grounds and their words."""
    return {str(one["code"]): str(one["label"]) for one in plans.options("records.grounds", agency.place)}


def fingerprint(of: WithheldList) -> str:
    """SHA-256 of the entries in order, as they are filed."""
    rows = [
        [one.title, one.shown_title, one.number, str(one.made_on or ""), one.ground, one.reason]
        for one in of.entries.all()
    ]
    return digest(canonical(rows))


def as_html(of: WithheldList) -> str:
    """The list as the text of a record: only what may be shown."""
    labels = ground_labels(of.agency)
    rows = "".join(_row(number, one, labels) for number, one in enumerate(of.entries.all(), start=1))
    head = "".join(f'<th scope="col">{name}</th>' for name in ("序号", "名称", "不予公开的依据", "理由"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(number: int, entry: WithheldEntry, labels: dict[str, str]) -> str:
    cells = [str(number), str(entry), labels.get(entry.ground, entry.ground), entry.reason]
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def to_review(agencies: Any, day: dt.date) -> QuerySet[WithheldEntry]:
    """Entries whose day of re-review has come: an ended term of secrecy is not yet publicity. 黄岩 保密审查 9"""
    found = WithheldEntry.objects.filter(list__agency__in=agencies, review_on__lte=day)
    return found.exclude(record__attribute=Record.Attribute.PROACTIVE).select_related("list__agency", "record")

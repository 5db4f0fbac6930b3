"""What a joint record means to `inquiries`: who must agree, to what, and what stands in the way until they have."""

import datetime as dt
from typing import Any

from gongkai import inquiries, rules
from gongkai.inquiries import queries as inquiry_queries
from gongkai.inquiries.models import CONSULTED
from gongkai.organisations.queries import today
from gongkai.records import comparing, content, policy, queries
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, Refusal
from gongkai.review import Material, Outstanding

State = Record.State
ASKABLE = (
    State.DRAFT, State.IN_REVIEW, State.APPROVED, State.ISSUED, State.CORRECTING, State.CORRECTION_REVIEW,
    State.CORRECTION_APPROVED,
)  # fmt: skip
LABEL = "共同制作机关确认"


def subject() -> inquiries.Subject:
    """Callbacks for `inquiries.register`."""
    return inquiries.Subject(
        title=lambda record: record.title,
        url=lambda record: record.get_absolute_url(),
        agency=lambda record: policy.responsible(record.agency),
        parts=parts,
        bodies=bodies,
        material=_material,
        file=_file,
        authors=queries.authors,
        may_ask=lambda record, person: policy.may(person, "edit", record),
        askable=lambda record: record.state in ASKABLE and proactive(record),
        rule=rule,
        due=lambda record, day: None,  # no place gives co-makers a period for proactive release
    )


def parts(record: Record) -> dict[str, str]:
    """What other makers confirm: text and attachments, not the header's own fields."""
    found = content.parts(record)
    return {name: found[name] for name in ("content", "attachments")}


def bodies(record: Record) -> list[inquiries.Body]:
    """The other makers, in their order; for one that has ended, whoever took over from it answers."""
    lead = policy.responsible(record.agency)
    makers = [
        inquiries.Body(one.name, policy.responsible(one.agency) if one.agency else None)
        for one in record.joint.select_related("agency")
    ]
    return [one for one in makers if one.agency != lead]


def proactive(record: Record) -> bool:
    """Only what goes out needs the others' word beforehand; an undecided draft may ask already."""
    return record.attribute in (Record.Attribute.PROACTIVE, Record.Attribute.UNDECIDED)


def rule(record: Record, day: dt.date | None = None) -> Any:
    """The place's rule on joint information."""
    return rules.at("inquiries.joint_release", record.agency.place, day or today())


def _material(record: Record, person: Any) -> Material:
    now = comparing.snapshot(record)
    return Material(
        title=record.title,
        html=record.content.get("html", ""),
        header=comparing.rows(now["metadata"], record.agency.place),
        files=now["attachments"],
    )


def _file(record: Record, sha256: str) -> Any:
    found = record.attachments.select_related("file").filter(file__sha256=sha256).first()
    return (found.file, found.name) if found else None


def outstanding(record: Record) -> list[Outstanding]:
    """One row while there are other makers: how many confirmed this very content, and who has not."""
    if record.attribute != Record.Attribute.PROACTIVE:
        return []
    answers = inquiry_queries.answers(record)
    if not answers:
        return []
    left = [one for one in answers if not one.confirmed]
    words = "；".join(f"{one.body.name}：{one.words}" for one in answers) + "。"
    url = f"/desk/inquiries/ask/record/{record.pk}/"
    done = len(answers) - len(left)
    return [Outstanding(LABEL, done, len(answers), words, rules.cited(rule(record)), url)]


def gate(record: Record, by: Any) -> Refusal | None:
    """Gate of publication: every other maker has confirmed exactly what goes out. 黄岩 保密审查 7; 遵义 管理制度 10"""
    for one in outstanding(record):
        if one.left:
            return NotLawful(
                "records.makers_not_agreed",
                f"共同制作的信息，公开前须征得其他机关同意，还差{one.left}个：{one.words}",
                source=one.source,
                remedy=_remedy(record),
                left=one.left,
            )
    return None


def _remedy(record: Record) -> str:
    if rule(record).value == CONSULTED:
        return "请在征求意见中取得答复；意见不一致的，报请主管部门协调。"
    return "请在征求意见中取得对方的书面同意；意见不一致的，可以报请协调，协调后仍须对方书面同意。"

"""Keeping, filing and writing out the lists of what is not published. 遵义 管理制度 11、属性制度 9"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.ledger.hashing import canonical, digest
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import competent, today
from gongkai.records import checking, plans, withheld
from gongkai.records.actions.drafting import create
from gongkai.records.models import Genre, Record, WithheldEntry, WithheldList
from gongkai.refusals import NotLawful, NotNow, NotYours, short_of

State = WithheldList.State
SOURCE = "政府信息公开条例第十四条至第十六条；国办发〔2016〕80号第一部分"
CHANGEABLE = ("title", "shown_title", "number", "made_on", "ground", "reason", "review_on")


def must_keep(person: Any, agency: Agency, label: str) -> None:
    """Raise NotYours unless `person` keeps the lists of `agency`."""
    if not withheld.may_keep(person, agency):
        raise NotYours(
            "records.withheld_list",
            f"“{label}”由{agency}的政府信息公开工作机构审核人或者科室负责人办理。",
            source=SOURCE,
            remedy="请转给有该岗位的同事办理。",
        )


def must_keep_somewhere(person: Any) -> None:
    """Raise NotYours: the person keeps the lists of no agency."""
    raise NotYours(
        "records.withheld_list",
        "您目前没有编制不予公开目录的岗位。",
        source=SOURCE,
        remedy="目录由各机关的政府信息公开工作机构审核人或者科室负责人编制。",
    )


def _locked(of: WithheldList) -> WithheldList:
    """The list, locked for the rest of the act."""
    return WithheldList.objects.select_for_update(of=("self",)).select_related("agency").get(pk=of.pk)


def must_be_in(of: WithheldList, state: str, label: str) -> None:
    """Raise NotNow unless the list is in `state`."""
    if of.state != state:
        raise NotNow(
            "records.withheld_state",
            f"这份目录现在是“{of.get_state_display()}”，不能{label}。",
            remedy=f"只有“{State(state).label}”的目录才能{label}。",
        )


@transaction.atomic
def open_list(*, agency: Agency, kind: str, year: int, by: Any, at: dt.datetime | None = None) -> WithheldList:
    """Begin the list of a year with every record decided not public, each with its own ground and reason.

    Raises NotYours, NotNow (there is one), NotLawful (kind, year to come).
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    must_keep(by, agency, "编制不予公开目录")
    day = timezone.localdate(at) if at else today()
    if kind not in WithheldList.Kind.values:
        raise NotLawful(
            "records.withheld_kind", "请选择目录的种类。", remedy="可选：非公开信息目录、年度不予公开文件目录。"
        )
    if year > day.year:
        raise NotLawful(
            "records.withheld_year", f"{year}年还没有到，不能编制当年的目录。", remedy="请选择今年或者以前的年份。"
        )
    if WithheldList.objects.filter(agency=agency, kind=kind, year=year).exists():
        raise NotNow(
            "records.withheld_known", f"{agency.short_name}{year}年的这种目录已经建立。", remedy="请打开已有的目录。"
        )
    rule = withheld.rule_of(agency, day)
    made = WithheldList.objects.create(agency=agency, kind=kind, year=year, rule=rule.as_fact() if rule else None)
    ledger.record("records.withheld_opened", made, by=by, at=at, rule=rule, year=year, label=made.get_kind_display())
    for record in withheld.candidates(made):
        enter(of=made, record=record, by=by, at=at)
    return made


@transaction.atomic
def enter(
    *, of: WithheldList, by: Any, record: Record | None = None, at: dt.datetime | None = None, **fields: Any
) -> WithheldEntry:
    """Enter one piece with ground and reason: a record, whose own are taken, or something without a record here.

    Raises NotYours, NotNow (list closed; entered already), NotLawful (not withheld; no ground, reason or shown title).
    """
    of = _locked(of)
    must_keep(by, of.agency, "编制不予公开目录")
    must_be_in(of, State.OPEN, "增加条目")
    if record is not None:
        if record.agency_id != of.agency_id or record.attribute != Record.Attribute.WITHHELD:
            raise NotLawful(
                "records.not_withheld",
                "只有本机关确定为不予公开的信息才能列入。",
                source=SOURCE,
                remedy="请先确定公开属性。",
            )
        if of.entries.filter(record=record).exists():
            raise NotNow("records.withheld_entered", "这条信息已经在目录中。", remedy="请刷新页面。")
        own = {"title": record.title, "number": record.number, "made_on": record.issued_on}
        fields = own | {"ground": record.ground, "reason": record.attribute_reason} | fields
    last = of.entries.order_by("-order").values_list("order", flat=True).first() or 0
    entry = WithheldEntry(list=of, record=record, order=last + 1)
    _fill(entry, fields, complete=record is None)
    entry.save()
    _tell("records.withheld_entered", entry, by, at)
    return entry


@transaction.atomic
def amend_entry(*, entry: WithheldEntry, by: Any, at: dt.datetime | None = None, **fields: Any) -> WithheldEntry:
    """Change an entry while the list is open. Raises as `enter`."""
    of = _locked(entry.list)
    must_keep(by, of.agency, "编制不予公开目录")
    must_be_in(of, State.OPEN, "修改条目")
    entry = of.entries.select_for_update(of=("self",)).get(pk=entry.pk)
    _fill(entry, fields, complete=True)
    entry.save()
    _tell("records.withheld_amended", entry, by, at)
    return entry


@transaction.atomic
def leave_out(*, entry: WithheldEntry, by: Any, reason: str, at: dt.datetime | None = None) -> None:
    """Take an entry out of an open list. A record that is still withheld must stay in it. Raises NotLawful."""
    of = _locked(entry.list)
    must_keep(by, of.agency, "编制不予公开目录")
    must_be_in(of, State.OPEN, "移除条目")
    if entry.record and entry.record.attribute == Record.Attribute.WITHHELD:
        raise NotLawful(
            "records.still_withheld",
            "这条信息的公开属性仍是不予公开，必须逐一列入目录。",
            source=SOURCE,
            remedy="需要公开的，请先变更它的公开属性。",
        )
    if wrong := short_of(reason, 2, "移除条目必须写明理由。"):
        raise NotLawful("records.reason", wrong, remedy="请填写理由。")
    _tell("records.withheld_left_out", entry, by, at, reason=checking.must_be_clean(reason, "理由"))
    entry.delete()


def _fill(entry: WithheldEntry, fields: dict[str, Any], complete: bool) -> None:
    """Raise NotLawful for an entry that says too little, or too much."""
    for name in CHANGEABLE:
        if name in fields:
            value = fields[name]
            setattr(entry, name, " ".join(value.split()) if isinstance(value, str) else value)
    if not entry.title:
        raise NotLawful("records.withheld_title", "请填写信息的名称。", remedy="名称涉密的，只填写可以对外的名称。")
    if entry.ground not in withheld.ground_labels(entry.list.agency):
        raise NotLawful(
            "records.ground_missing", "列入目录必须选择不予公开的依据。", source=SOURCE, remedy="请在依据列表中选择。"
        )
    if len(entry.reason) < 4:
        raise NotLawful(
            "records.reason_missing", "目录必须逐条注明具体理由。", source=SOURCE, remedy="请写明这一条为什么不公开。"
        )
    if complete:
        _must_not_give_away(entry)
    for name in ("title", "shown_title", "reason"):
        setattr(entry, name, checking.must_be_clean(getattr(entry, name), "目录条目"))


def _must_not_give_away(entry: WithheldEntry, secrets: Iterable[WithheldEntry] = ()) -> None:
    """The public list must not give away a secret itself: its true title and number stand nowhere a reader comes.

    `secrets`: the secrets of the whole list; the entry's own is always looked at.
    """
    source = "保守国家秘密法；政府信息公开条例第十四条"
    if entry.ground == plans.SECRET and entry.shown_title in ("", entry.title):
        raise NotLawful(
            "records.withheld_shown_title",
            "以国家秘密为由不公开的，目录不能直接写它的名称。",
            source=source,
            remedy="请另拟一个不泄密的对外名称；名称本身涉密的，不得录入本系统。",
            field="shown_title",
        )
    own = [entry] if entry.ground == plans.SECRET else []
    if any(withheld.gives_away(entry, secret) for secret in (*own, *secrets)):
        raise NotLawful(
            "records.withheld_reason_tells",
            f"第{entry.order}条的对外名称或者理由里写出了国家秘密文件的名称或者文号，目录公布后会泄露。",
            source=source,
            remedy="请改写对外名称和理由，只说明属于哪一类、依据是什么，不写文件的名称和文号。",
            field="reason",
        )


def _tell(act: str, entry: WithheldEntry, by: Any, at: dt.datetime | None, reason: str = "") -> None:
    """Titles of withheld pieces lie sealed; the chain keeps what identifies them."""
    said = {name: str(getattr(entry, name) or "") for name in ("title", "shown_title", "number", "reason")}
    ledger.record(
        act, entry.list, by=by, at=at, reason=reason, entry=entry.pk, record=entry.record_id, ground=entry.ground,
        sealed=said, sha256=digest(canonical(said)),
    )  # fmt: skip


@transaction.atomic
def close_list(*, of: WithheldList, by: Any, at: dt.datetime | None = None) -> WithheldList:
    """Finish the list and hand it in for filing. Raises NotLawful while a withheld record is missing in it."""
    of = _locked(of)
    must_keep(by, of.agency, "编成不予公开目录")
    must_be_in(of, State.OPEN, "编成")
    if missing := withheld.candidates(of).count():
        raise NotLawful(
            "records.withheld_incomplete",
            f"还有{missing}条确定不予公开的信息没有列入目录。",
            source=SOURCE,
            remedy="请先逐条列入，或者变更它们的公开属性。",
            missing=missing,
        )
    entries = list(of.entries.select_related("list__agency"))
    secrets = [entry for entry in entries if entry.ground == plans.SECRET]
    for entry in entries:
        _must_not_give_away(entry, secrets)
    of.state, of.closed_at, of.sha256 = State.CLOSED, at or timezone.now(), withheld.fingerprint(of)
    of.save(update_fields=["state", "closed_at", "sha256"])
    ledger.record(
        "records.withheld_closed", of, by=by, at=at, rule=of.rule, entries=of.entries.count(), sha256=of.sha256
    )
    return of


@transaction.atomic
def file_list(*, of: WithheldList, by: Any, receipt: str, at: dt.datetime | None = None) -> WithheldList:
    """The competent section takes the list on file and gives a receipt. 遵义 属性制度 9"""
    of = _locked(of)
    must_be_section(by, "备案", of)
    must_be_in(of, State.CLOSED, "备案")
    if not receipt.strip():
        raise NotLawful("records.receipt", "备案必须填写回执编号。", remedy="请按登记簿填写编号。")
    of.state, of.filed_at, of.receipt = State.FILED, at or timezone.now(), checking.must_be_clean(receipt, "回执")
    of.filed_with = str(competent() or "")
    of.save(update_fields=["state", "filed_at", "receipt", "filed_with"])
    ledger.record("records.withheld_filed", of, by=by, at=at, rule=of.rule, receipt=of.receipt, sha256=of.sha256)
    return of


@transaction.atomic
def reopen_list(*, of: WithheldList, by: Any, reason: str, at: dt.datetime | None = None) -> WithheldList:
    """The section sends a closed list back, with a reason."""
    of = _locked(of)
    must_be_section(by, "退回目录", of)
    must_be_in(of, State.CLOSED, "退回")
    if wrong := short_of(reason, 2, "退回目录必须写明理由。"):
        raise NotLawful("records.reason", wrong, remedy="请写明需要补充什么。")
    of.state, of.closed_at, of.sha256 = State.OPEN, None, ""
    of.save(update_fields=["state", "closed_at", "sha256"])
    ledger.record("records.withheld_reopened", of, by=by, at=at, reason=checking.must_be_clean(reason, "理由"))
    return of


def must_be_section(person: Any, label: str, of: WithheldList) -> None:
    """Raise NotYours unless `person` is of the open-government section."""
    if person is not ledger.SYSTEM and not organisations_policy.in_section(person):
        raise NotYours(
            "records.withheld_filing",
            f"“{label}”由政务公开科办理。",
            source=(of.rule or {}).get("source", SOURCE),
            remedy="请等待备案。",
        )


@transaction.atomic
def write_out(*, of: WithheldList, by: Any, at: dt.datetime | None = None) -> Record:
    """Make the filed list a draft record, which goes public by review like everything else. 遵义 管理制度 11

    Raises NotYours, NotNow (not filed; written out), NotLawful (no rule makes this kind public).
    """
    of = _locked(of)
    must_keep(by, of.agency, "公布不予公开目录")
    must_be_in(of, State.FILED, "拟稿公布")
    day = timezone.localdate(at) if at else today()
    rule = withheld.publishing_rule(of.agency, day)
    if of.kind != WithheldList.Kind.ITEMS or rule is None:
        raise NotLawful(
            "records.withheld_not_public",
            "本地规定只要求备案，没有要求向社会公布这种目录。",
            source=(of.rule or {}).get("source", ""),
            remedy="无需公布。需要自行公布的，请新建一条信息送审。",
        )
    if not withheld.may_write_again(of):
        raise NotNow("records.withheld_written", "这份目录已经拟稿。", remedy="请打开已有的信息继续办理。")
    changes = {"title": f"{of.agency.name}{of.year}年{of.get_kind_display()}", "html": withheld.as_html(of)}
    of.record = create(agency=of.agency, by=by, changes=changes, genre=Genre.INFORMATION, at=at)
    of.save(update_fields=["record"])
    ledger.record("records.withheld_written", of, by=by, at=at, rule=rule, record=of.record.pk)
    return of.record

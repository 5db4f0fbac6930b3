"""`gongkai records import` and `gongkai records export`."""

import argparse
import csv
import datetime as dt
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

    from gongkai.catalogue.models import Item
    from gongkai.organisations.models import Agency
    from gongkai.records.importing import Outcome

SHOWN = 20  # refused records named on the terminal; all of them stand in the report


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this app."""
    inner = sub.add_parser("records", help="政府信息：导入、导出").add_subparsers(dest="records", required=True)
    bring = inner.add_parser("import", help="导入原有信息（文件夹、jsonl、xlsx），可重复运行，已导入的自动跳过")
    bring.add_argument("path", type=Path, metavar="PATH", help="文件夹、jsonl 文件或 xlsx 文件")
    bring.add_argument("--agency", default="", help="公开机关：名称、简称或编号（默认：来源中写明的，否则主管部门）")
    bring.add_argument("--item", default="", metavar="CODE", help="公开事项编码，例如 SX-010")
    bring.add_argument("--limit", type=int, metavar="N", help="最多导入多少条")
    bring.add_argument("--report", type=Path, metavar="FILE", help="把逐条结果写成 csv 文件")
    bring.add_argument("--dry-run", action="store_true", help="只读取、检查、报告，不写入")
    bring.add_argument(
        "--with-originals", action=argparse.BooleanOptionalAction, default=True, help="把原文件作为附件公开（默认：是）"
    )
    bring.add_argument("--accept-findings", action="store_true", help="核对后保留检查发现的问题，照常导入并留痕")
    bring.add_argument("--strict", action="store_true", help="有任何一条未能导入即返回失败")
    bring.set_defaults(run=_import, database=True)
    out = inner.add_parser("export", help="导出已公开的信息，jsonl 可再导入")
    out.add_argument("file", nargs="?", type=Path, metavar="FILE", help="写入的文件（默认：屏幕，仅 jsonl）")
    out.add_argument("--agency", default="", help="只导出一个机关的：名称、简称或编号")
    out.add_argument("--since", type=dt.date.fromisoformat, metavar="D", help="只导出这一天以后公开的，如 2026-01-01")
    out.add_argument("--format", choices=("jsonl", "xlsx"), help="格式（默认按文件名，否则 jsonl）")
    out.add_argument("--with-files", action="store_true", help="附件一并写到文件旁边的文件夹")
    out.set_defaults(run=_export, database=True)
    old = inner.add_parser("old-addresses", help="导入旧网站的地址，访问时转到新页面（csv：旧地址,索引号或文号）")
    old.add_argument("file", type=Path, metavar="FILE", help="csv 文件，两列：旧地址，索引号、文号或者信息编号")
    old.set_defaults(run=_old_addresses, database=True)


def _old_addresses(args: argparse.Namespace) -> int:
    from gongkai.records.old_addresses import take

    taken, refused = 0, []
    with args.file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.reader(lines), start=1):
            said = take(row)
            taken += said == ""
            if said:
                refused.append(f"第{number}行：{said}")
    print(f"已登记旧地址{taken}个，未能登记{len(refused)}个。")
    for line in refused[:SHOWN]:
        print(line)
    return 1 if refused else 0


def _agency(text: str) -> "Agency | None":
    from django.db.models import Q

    from gongkai.organisations.models import Agency
    from gongkai.refusals import NotLawful

    if not text:
        return None
    named = Q(name=text) | Q(short_name=text) | (Q(pk=int(text)) if text.isdecimal() and len(text) < 10 else Q())
    found = Agency.objects.filter(named).order_by("to_on").first()
    if found is None:
        known = "、".join(Agency.objects.values_list("short_name", flat=True)[:20])
        raise NotLawful(
            "records.unknown_agency", f"没有登记名为“{text}”的机关。", remedy=f"已登记的有：{known or '无'}。"
        )
    return found


def _item(code: str, agency: "Agency | None") -> "Item | None":
    from django.conf import settings

    from gongkai.catalogue import queries
    from gongkai.refusals import NotLawful

    if not code:
        return None
    found = queries.current_item(code, agency.place if agency else settings.PLACE)
    if found is None:
        raise NotLawful(
            "records.unknown_item",
            f"现行目录中没有编码为“{code}”的公开事项。",
            remedy="请用 gongkai catalogue show 查看编码。",
        )
    return found


def _import(args: argparse.Namespace) -> int:
    from gongkai.records import importing, sources
    from gongkai.refusals import NotLawful

    if not args.path.exists():
        raise NotLawful("records.no_path", f"“{args.path}”不存在。", remedy="请核对路径。")
    agency = _agency(args.agency)
    choices = importing.Choices(
        agency=agency,
        item=_item(args.item, agency),
        originals=args.with_originals,
        accept_findings=args.accept_findings,
        dry_run=args.dry_run,
    )
    importer = importing.Importer(choices)
    started = time.monotonic()
    total = sources.count(args.path)
    total = min(total, args.limit) if total is not None and args.limit else total
    outcomes: list[Outcome] = []
    with _progress() as progress:
        job = progress.add_task("正在读取" if args.dry_run else "正在导入", total=total)
        read = sources.read(args.path, originals=args.with_originals, limit=args.limit)
        for outcome in importer.run(read):
            outcomes.append(outcome.without_text())
            progress.update(job, advance=1)
        if not args.dry_run:
            job = progress.add_task("正在建立索引", total=None)
            made = [one.record_id for one in outcomes if one.record_id]
            importing.index_in_bulk(made, lambda done: progress.update(job, completed=done))
    _print_summary(outcomes, args.dry_run, time.monotonic() - started)
    if args.report:
        _write_report(args.report, outcomes)
    return _exit_code(outcomes, args.strict)


def _exit_code(outcomes: "list[Outcome]", strict: bool) -> int:
    states = Counter(one.state for one in outcomes)
    if strict and states["refused"]:
        return 1
    return 0 if states["imported"] or states["known"] else 1


@contextmanager
def _progress() -> "Iterator[Progress]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr)) as progress:
        yield progress


def _print_summary(outcomes: "list[Outcome]", dry_run: bool, seconds: float) -> None:
    states = Counter(one.state for one in outcomes)
    rate = len(outcomes) / seconds if seconds else 0
    print(
        f"共{len(outcomes)}条：{'可以导入' if dry_run else '导入'}{states['imported']}条，"
        f"已有{states['known']}条，未导入{states['refused']}条；用时{seconds:.1f}秒，每秒{rate:.0f}条。"
    )
    taken = [one.source.document for one in outcomes if one.state == "imported" and one.source.document]
    if taken:
        print(
            f"读出标题{sum(bool(one.title) for one in taken)}条，发文字号{sum(bool(one.number) for one in taken)}条，"
            f"成文日期{sum(one.date_made is not None for one in taken)}条，"
            f"发文机关{sum(bool(one.agency) for one in taken)}条，"
            f"索引号{sum(bool(one.index_number) for one in taken)}条。"
        )
    _print_findings(outcomes)
    for kind, number in Counter(_kind(line) for one in outcomes for line in one.warnings).most_common():
        print(f"提示（{number}条）：{kind}")
    refused = [one for one in outcomes if one.state == "refused"]
    for one in refused[:SHOWN]:
        print(f"未导入：{one.source.name}：{one.reason}", file=sys.stderr)
    if len(refused) > SHOWN:
        print(f"另有{len(refused) - SHOWN}条未导入，用 --report 写出全部。", file=sys.stderr)


def _print_findings(outcomes: "list[Outcome]") -> None:
    blocking = Counter(label for one in outcomes for label in one.source.blocking)
    advice = sum(one.source.advice for one in outcomes)
    if blocking:
        kinds = "、".join(f"{label}{number}处" for label, number in blocking.most_common())
        records = sum(bool(one.source.blocking) for one in outcomes)
        print(f"检查发现必须处理的问题：{records}条信息中有{kinds}。")
    if advice:
        print(f"检查另有{advice}处提示。")


def _kind(warning: str) -> str:
    """A warning without what is particular to one record."""
    return re.sub(r"\d[\d.,:/-]*", "…", re.sub(r"“[^”]*”", "“…”", warning))


def _write_report(path: Path, outcomes: "list[Outcome]") -> None:
    """A table that a spreadsheet opens. Cells that a spreadsheet would compute are made plain text."""
    states = {"imported": "导入", "known": "已有", "refused": "未导入"}
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        table = csv.writer(handle)
        table.writerow(("来源", "结果", "标题", "发文字号", "成文日期", "索引号", "检查发现", "原因和提示"))
        for one in outcomes:
            document = one.source.document
            row = (
                one.source.name,
                states[one.state],
                document.title if document else "",
                document.number if document else "",
                document.date_made or "" if document else "",
                one.index_number,
                "、".join(one.source.blocking),
                " ".join([one.reason, *one.warnings]).strip(),
            )
            table.writerow([f"'{cell}" if str(cell).startswith(("=", "+", "-", "@")) else cell for cell in row])
    print(f"逐条结果已写入 {path}。")


def _export(args: argparse.Namespace) -> int:
    from gongkai.records import exporting
    from gongkai.refusals import NotLawful

    form = args.format or ("xlsx" if args.file and args.file.suffix.lower() == ".xlsx" else "jsonl")
    if args.file is None and (form == "xlsx" or args.with_files):
        raise NotLawful("records.export_file", "导出 xlsx 或者附件必须写明文件名。", remedy="请在命令最后写上文件名。")
    rows = exporting.rows(agency=_agency(args.agency), since=args.since)
    folder = args.file.with_name(f"{args.file.stem}_files") if args.file and args.with_files else None
    told: Any
    if form == "xlsx":
        told = exporting.to_xlsx(rows, args.file, folder)
    elif args.file is None:
        told = exporting.to_jsonl(rows, sys.stdout, None)
    else:
        with args.file.open("w", encoding="utf-8") as handle:
            told = exporting.to_jsonl(rows, handle, folder)
    print(
        f"已导出{told.count}条。" + (f"{told.cut}条正文超过单元格上限，只写了开头。" if told.cut else ""),
        file=sys.stderr,
    )
    return 0

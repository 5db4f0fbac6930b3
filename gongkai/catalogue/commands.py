"""`gongkai catalogue import` and `gongkai catalogue show`."""

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.catalogue.reading import Report


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the catalogue's commands."""
    catalogue = sub.add_parser("catalogue", help="公开目录：导入、查看").add_subparsers(dest="catalogue", required=True)
    bring = catalogue.add_parser("import", help="导入公开目录（csv、xlsx；不写文件则用随规则发布的目录），逐行报告")
    bring.add_argument("file", nargs="?", type=Path, metavar="FILE", help="csv 或 xlsx 文件")
    bring.add_argument("--place", default="", help="地区：路径、末段或中文名（默认：本实例的地区）")
    bring.add_argument("--title", default="", help="目录名称（默认：文件名）")
    bring.add_argument("--source", default="", help="出处，例如文号（默认：文件名）")
    bring.add_argument("--since", type=dt.date.fromisoformat, help="施行日期（默认：今天）")
    bring.add_argument("--dry-run", action="store_true", help="只报告，不写入")
    bring.add_argument("--allow-partial", action="store_true", help="有问题的行不读入，其余照常导入")
    bring.add_argument("--adopt", action="store_true", help="导入后立即启用")
    bring.set_defaults(run=_import, database=True)
    show = catalogue.add_parser("show", help="查看现行目录")
    show.add_argument("--place", default="", help="地区：路径、末段或中文名（默认：本实例的地区）")
    show.set_defaults(run=_show, database=True)


def _place(text: str) -> str:
    from django.conf import settings

    from gongkai import rules
    from gongkai.refusals import NotLawful

    try:
        return rules.place(text or settings.PLACE).path
    except LookupError as error:
        raise NotLawful("catalogue.place", str(error.args[0])) from error


def _import(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from gongkai import ledger
    from gongkai.catalogue import actions

    place, today = _place(args.place), timezone.localdate()
    title, source, since, report = _read(args, place, today)
    _print(report)
    if args.dry_run or not (report.complete or (args.allow_partial and report.good)):
        if not args.dry_run:
            print(
                "没有导入任何内容。请按上面的说明改正后重新导入；只导入没有问题的行请加 --allow-partial。",
                file=sys.stderr,
            )
        return 0 if report.complete else 1
    catalogue = actions.import_catalogue(
        place=place, title=title, since=since, source=source, report=report, by=ledger.SYSTEM,
        allow_partial=args.allow_partial,
    )  # fmt: skip
    print(f"已导入《{catalogue}》，共{catalogue.items.count()}项。")
    if args.adopt:
        actions.adopt(catalogue=catalogue, by=ledger.SYSTEM)
        without = [str(number) for number in catalogue.items.filter(assignments=None).values_list("number", flat=True)]
        print("已启用。" + (f"尚无责任单位的事项：第{'、'.join(without)}项。" if without else ""))
    return 1 if report.bad else 0


def _read(args: argparse.Namespace, place: str, today: dt.date) -> tuple[str, str, dt.date, "Report"]:
    """(title, source, since, report) from the file, or from the law files where none is given."""
    from gongkai import rules
    from gongkai.catalogue import reading, shipped
    from gongkai.refusals import NotLawful

    if args.file is None:
        try:
            table, report = shipped.report(place, today)
        except rules.NoRule as error:
            raise NotLawful("catalogue.none_shipped", str(error), remedy="请给出 csv 或 xlsx 文件。") from error
        return args.title or table.title, args.source or table.source, args.since or table.since, report
    try:
        data = args.file.read_bytes()
    except OSError as error:
        raise NotLawful("catalogue.file", f"打不开文件“{args.file}”。", remedy="请核对文件路径和读取权限。") from error
    report = reading.read_file(args.file.name, data)
    return args.title or args.file.stem, args.source or args.file.name, args.since or today, report


def _print(report: "Report") -> None:
    for fault in report.faults:
        print(f"文件：{fault}")
    for line in report.passed_over:
        print(line)
    for row in report.rows:
        said = [f"第{row.line}行　{row.title}　{'有误' if row.faults else '可以导入'}"]
        said += [f"　　错误：{fault}" for fault in row.faults]
        said += [f"　　沿用上一行：{'、'.join(row.carried)}"] if row.carried else []
        said += [f"　　请核对：{note}" for note in row.notes]
        print("\n".join(said))
    print(f"共{len(report.rows)}行，可以导入{len(report.good)}行，有误{len(report.bad)}行。")


def _show(args: argparse.Namespace) -> int:
    from gongkai import rules
    from gongkai.catalogue import queries

    catalogue = queries.in_force(_place(args.place))
    if catalogue is None:
        print("当地和上级都没有启用公开目录。请先运行 gongkai catalogue import --adopt。", file=sys.stderr)
        return 1
    print(f"{catalogue}　{catalogue.place}　自{catalogue.since}起　{catalogue.source}")
    on = catalogue.since
    for item in catalogue.items.select_related("catalogue").prefetch_related("assignments__agency"):
        rule = queries.limit_for(item, on)
        agencies = "、".join(one.agency.short_name for one in item.assignments.all()) or "尚无责任单位"
        print(f"{item.number}　{item.code}　{item.path}　{rule.say()}（{rules.cited(rule)}）　{agencies}")
    return 0

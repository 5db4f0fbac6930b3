"""``gongkai clock due``: the due date of a period, one at a time or a hundred thousand from a file.

It stands here and not in ``clock`` because it uses the years that the instance itself has announced.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from gongkai import calendars, clock
from gongkai.clock.counting import COUNT
from gongkai.clock.explain import STATES

KEYS = {"start", "days", "unit", "pauses", "extend", "roll"}
BATCH = 2000


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``clock due``; Django is loaded only if there is an instance whose announced years count."""
    inner = sub.add_parser("clock", help="计算期限").add_subparsers(dest="clock_command", required=True)
    one = inner.add_parser("due", help="计算期限届满之日，可逐日说明理由")
    one.add_argument("--start", help="起算日（当日不计入），例如 2026-01-31")
    one.add_argument("--days", type=int, help="期限长度")
    one.add_argument("--unit", default="working_day", choices=list(COUNT), help="单位，默认工作日")
    one.add_argument("--pause", action="append", default=[], metavar="起..止", help="不计入期限的时段，含首尾，可重复")
    one.add_argument("--extend", type=int, default=0, help="延长的天数（同一单位）")
    one.add_argument("--no-roll", action="store_true", help="自然日、月、年的末日逢休息日不顺延")
    one.add_argument("--json", action="store_true", help="以JSON输出")
    one.add_argument("--explain", action="store_true", help="逐日说明")
    one.add_argument("--batch", metavar="文件", help="逐行读取JSON（“-”为标准输入），逐行输出JSON")
    one.set_defaults(run=run, database=False)


def run(args: argparse.Namespace) -> int:
    """Answer one question or a batch. Exit code 1 if anything could not be counted."""
    calendar = calendars.current(connect=True)
    if args.batch:
        try:
            return _write(answer_lines(_lines(args.batch), calendar), sys.stdout)
        except OSError as error:
            print(f"无法读取文件“{args.batch}”：{error.strerror}。请核对路径和权限。", file=sys.stderr)
            return 1
    try:
        return _answer_one(args, calendar)
    except clock.ClockError as error:
        print(error, file=sys.stderr)
        return 1


def _lines(path: str) -> Iterator[str]:
    """Lines of a file or of standard input; bytes that are not UTF-8 become marks, and so a bad line, not a crash."""
    with open(0 if path == "-" else path, encoding="utf-8", errors="replace", closefd=path != "-") as lines:
        yield from lines


def answer_lines(lines: Iterable[str], calendar: clock.Calendar) -> Iterator[tuple[str, bool]]:
    """One JSON line for each line that is not blank, in order, and whether it is an answer (not an error)."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            due_on, provisional = _answer_line(line, calendar)
        except clock.ClockError as error:
            yield json.dumps({"error": f"第{number}行：{error}", "line": number}, ensure_ascii=False), False
        else:
            yield f'{{"due_on": "{due_on}", "provisional": {"true" if provisional else "false"}}}', True


def _answer_line(line: str, calendar: clock.Calendar) -> tuple[Any, bool]:
    data = _object(line)
    unit, extend = data.get("unit", "working_day"), data.get("extend") or 0
    days = _number(data.get("days"), "days", least=1)
    start = clock.parse_date(data["start"]) if "start" in data else _missing("start")
    extend = _number(extend, "extend", least=0)
    pauses = [_pair(pair) for pair in _listed(data.get("pauses") or [])]
    if unit == "working_day":
        return clock.due_on(start, days, calendar, pauses, extend)
    rule = clock.Period(days, str(unit), str(data.get("roll") or ""))
    due = clock.due(_events(start, pauses, extend), rule, calendar)
    return due.due_on, due.provisional


def _answer_one(args: argparse.Namespace, calendar: clock.Calendar) -> int:
    if not args.start or args.days is None:
        raise clock.ClockError("请用--start给出起算日、用--days给出期限长度，或者用--batch给出文件。")
    pauses = [_pair(text.split("..")) for text in args.pause]
    days = _number(args.days, "--days", least=1)
    rule = clock.Period(days, args.unit, "none" if args.no_roll else "")
    events = _events(clock.parse_date(args.start), pauses, _number(args.extend, "--extend", least=0))
    due = clock.due(events, rule, calendar)
    if args.json:
        told = {"days": [day.as_fact() for day in due.explain()]} if args.explain else {}
        print(json.dumps({**due.as_fact(), **told}, ensure_ascii=False, indent=2))
        return 0
    mark = "（暂定：所涉年份放假安排尚未公布，公布后可能变动）" if due.provisional else ""
    print(f"届满日：{due.due_on}{mark}")
    for day in due.explain() if args.explain else []:
        number = "" if day.number is None else str(day.number)
        print(f"{day.date}  {STATES[day.state]}\t{number}\t{day.why}")
    return 0


def _events(start: Any, pauses: list[Any], extend: int) -> clock.Events:
    events = [clock.Event("started", start)]
    events += [clock.Event("paused", first, until=last) for first, last in pauses]
    if extend:
        events.append(clock.Event("extended", start, days=extend))
    return clock.Events(events)


def _write(answers: Iterator[tuple[str, bool]], out: TextIO) -> int:
    """Write in blocks: a hundred thousand single writes cost more than the counting."""
    code, block = 0, []
    for text, good in answers:
        code |= not good
        block.append(text)
        if len(block) >= BATCH:
            out.write("\n".join(block) + "\n")
            block.clear()
    if block:
        out.write("\n".join(block) + "\n")
    return int(code)


def _object(line: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise clock.ClockError("不是有效的JSON，请检查引号、逗号和括号。") from error
    if not isinstance(data, dict):
        raise clock.ClockError('应当是JSON对象，例如{"start": "2026-01-31", "days": 20}。')
    if unknown := data.keys() - KEYS:
        raise clock.ClockError(f"不认识的字段“{'、'.join(sorted(unknown))}”，可用的有{'、'.join(sorted(KEYS))}。")
    return data


def _number(value: object, name: str, *, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        shown = "没有填写" if value is None else f"“{value}”不对"
        raise clock.ClockError(f"“{name}”{shown}，应当是不小于{least}的整数。")
    return value


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise clock.ClockError('“pauses”应当是列表，例如[["2026-02-01", "2026-02-10"]]。')
    return value


def _pair(pair: object) -> tuple[Any, Any]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise clock.ClockError("不计入期限的时段应当有起止两个日期，例如2026-02-01..2026-02-10。")
    first, last = clock.parse_date(pair[0]), clock.parse_date(pair[1])
    if last < first:
        raise clock.ClockError(f"不计入期限的时段结束日{last}早于开始日{first}，请核对。")
    return first, last


def _missing(name: str) -> Any:
    raise clock.ClockError(f"缺少“{name}”，应当是起算日，例如2026-01-31。")

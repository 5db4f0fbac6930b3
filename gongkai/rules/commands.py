"""``gongkai rules show`` and ``gongkai rules lint``: what holds where and when, and where local texts break it."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from gongkai import rules
from gongkai.rules import describing, vocabulary


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``rules`` with ``show``, ``lint`` and ``docs``; none needs Django."""
    parser = sub.add_parser("rules", help="查询法规数据，检查地方规定与上位规定的冲突")
    inner = parser.add_subparsers(dest="rules_command", required=True)
    one = inner.add_parser("show", help="查看一条规则在某地、某日的内容")
    one.add_argument("name", metavar="NAME", help="规则名称，例如 foi.reply")
    one.add_argument("--place", default="cn", help="地区：路径、末段或中文名，例如 嵊州市（默认 cn）")
    one.add_argument("--on", default="", help="日期，例如 2026-01-31（默认今天）")
    one.add_argument("--json", action="store_true", help="以JSON输出")
    one.set_defaults(run=show, database=False)
    check = inner.add_parser("lint", help="列出地方规定与上位规定的冲突")
    check.add_argument("--place", default="", help="只看某个地区及其下级")
    check.add_argument("--json", action="store_true", help="以JSON输出")
    check.set_defaults(run=lint, database=False)
    docs = inner.add_parser("docs", help="生成 rules.md 和 law-lint.md")
    docs.add_argument("folder", metavar="DIR", type=Path, help="写入的文件夹")
    docs.set_defaults(run=write_docs, database=False)


def show(args: argparse.Namespace) -> int:
    """Print one rule; exit code 1 with the reason in Chinese where no rule holds."""
    try:
        place = rules.place(args.place)
        on = date.fromisoformat(args.on) if args.on else date.today()
        rule = rules.at(args.name, place.path, on)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    except ValueError:
        print(f"日期“{args.on}”写法不对，应当像2026-01-31。", file=sys.stderr)
        return 1
    if args.json:
        fact = rule.as_fact()
        print(json.dumps({**fact, "asked_place": place.path, "on": on.isoformat()}, ensure_ascii=False, indent=2))
        return 0
    print(sentence(rule, place, on))
    return 0


def sentence(rule: rules.Rule, place: rules.Place, on: date) -> str:
    """The rule as a few Chinese lines."""
    where = next(one.name for one in rules.places() if one.path == rule.place)
    lines = [
        f"{rule.title}（{rule.name}）",
        f"  {place.name} {on.isoformat()}：{rule.say()}",
        f"  出处：{rule.source}（{where}，自{rule.since.isoformat()}起）",
        f"  核对：{vocabulary.STATUS[rule.status]}，{rule.checked_on.isoformat()}",
    ]
    if rule.note:
        lines.append(f"  说明：{rule.note}")
    return "\n".join(lines)


def lint(args: argparse.Namespace) -> int:
    """Print the findings; the exit code is 0 because a conflict between texts is no fault of the program."""
    try:
        within = rules.place(args.place).path if args.place else ""
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    findings = [one for one in rules.lint() if not within or (one.place + "/").startswith(within + "/")]
    if args.json:
        print(json.dumps([one.as_fact() for one in findings], ensure_ascii=False, indent=2))
        return 0
    for one in findings:
        print(one.say())
    print(f"共{len(findings)}条。")
    return 0


def write_docs(args: argparse.Namespace) -> int:
    """Write the two documents made from the law files."""
    if not args.folder.is_dir():
        print(f"没有文件夹“{args.folder}”，请先建立。", file=sys.stderr)
        return 1
    for path in describing.write(args.folder, date.today()):
        print(f"已写入 {path}")
    return 0

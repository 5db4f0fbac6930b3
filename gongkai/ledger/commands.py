"""`gongkai ledger verify` and `gongkai ledger root`."""

import argparse
import datetime as dt
import json
import sys


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the ledger's commands."""
    ledger = sub.add_parser("ledger", help="留痕：校验与每日总账").add_subparsers(dest="ledger", required=True)
    verify = ledger.add_parser("verify", help="重算全部哈希，报告任何改动")
    verify.set_defaults(run=_verify, database=True)
    root = ledger.add_parser("root", help="生成并导出每日总账，供离线保存")
    root.add_argument("--day", type=dt.date.fromisoformat, help="某一天（默认：所有已结束而未生成的日子）")
    root.set_defaults(run=_root, database=True)


def _verify(args: argparse.Namespace) -> int:
    from gongkai.ledger import queries

    checked, faults = 0, 0
    for item in queries.verify():
        if isinstance(item, int):
            checked = item
        else:
            faults += 1
            print(f"{item.where}：{item.what}", file=sys.stderr)
    print(f"已校验 {checked} 条留痕，发现 {faults} 处问题。")
    return 1 if faults else 0


def _root(args: argparse.Namespace) -> int:
    from gongkai.ledger import actions, queries

    if args.day:
        actions.close_day(day=args.day)
    else:
        actions.close_days()
    for root in queries.roots(args.day):
        print(json.dumps({"day": str(root.day), "entries": root.entries, "hash": root.hash, "by": root.algorithm}))
    return 0

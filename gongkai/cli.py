"""The console script `gongkai`: each app's `commands.py` adds its own commands; this module only gathers them.

Commands that need no database (`rules`, `clock`) never load Django, so they answer in a fraction of a second.
Exit codes: 0 done, 1 refused or nothing found (the reason is printed in Chinese), 2 wrong usage.
"""

import argparse
import os
import sys
from importlib import import_module

from gongkai.refusals import Refusal

APPS = ("rules", "calendars", "ledger", "organisations", "catalogue", "records", "search", "demo", "operate")


def parser() -> argparse.ArgumentParser:
    """The whole command tree."""
    top = argparse.ArgumentParser(prog="gongkai", description="公开：政务公开与政府信息公开系统")
    sub = top.add_subparsers(dest="command", required=True, metavar="命令")
    for app in APPS:
        import_module(f"gongkai.{app}.commands").add(sub)
    manage = sub.add_parser("manage", help="Django 管理命令（migrate、shell 等）", prefix_chars="\0")
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage, database=True)
    return top


def _manage(args: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gongkai manage", *args.rest])
    return 0


def main(argv: list[str] | None = None) -> int:
    """Run one command. Refusals are printed, not raised: they are answers."""
    args = parser().parse_args(argv)
    try:
        if getattr(args, "database", False):
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
            import django

            django.setup()
        return int(args.run(args) or 0)
    except Refusal as refusal:
        print(f"{refusal.heading}：{refusal}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())

"""`gongkai demo`: a whole instance to try, built once and then served."""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from gongkai.refusals import Refusal

FIRST = (
    "以经办人登录，新建信息，把一份 docx 拖进去，看字段自动填好，再选公开属性送审。",
    "以分管领导登录，在待办中打开一份待签文件，看改动和检查结果，签署或者写明理由退回。",
    "在公开首页按文号或者词语检索，打开一份已废止的文件，看有效性提示和更正说明。",
    "以政务公开科登录，打开公开情况，点最差的五家，再点催办；回到待办，备案一份不予公开目录。",
)


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    demo = sub.add_parser("demo", help="建立演示实例（虚构的示范县）并运行")
    demo.add_argument("--no-serve", action="store_true", help="只建立，不运行网站")
    demo.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    demo.set_defaults(run=run, database=False)


def run(args: argparse.Namespace) -> int:
    """Build unless it is there, say how to log in, serve. Refuses an instance that holds anything else."""
    data = Path(os.environ.get("GONGKAI_DATA") or "data").resolve()
    os.environ["GONGKAI_DATA"] = str(data)
    accounts = data / "demo" / "accounts.json"
    if not accounts.exists():
        _build(data)
    _print(json.loads(accounts.read_text()), args.port, serving=not args.no_serve)
    if args.no_serve:
        return 0
    sys.stdout.flush()
    command = [sys.executable, "-m", "gongkai", "serve", "--port", str(args.port)]
    return os.execv(sys.executable, command)  # noqa: S606 (the server takes this process over: one process to stop)


def _build(data: Path) -> None:
    """Make the instance. The folder `demo` marks it before settings load."""
    folder = data / "demo"
    started = time.monotonic()
    if folder.exists():
        raise Refusal(
            "demo.broken_off",
            f"“{data}”中的演示实例上次没有建完。",
            remedy="请删去这个文件夹后重新运行，演示数据会重新生成。",
        )
    if _is_used(data):
        raise Refusal(
            "demo.not_empty",
            f"“{data}”已经是一个正式实例，演示数据不能与真实数据混在一起。",
            remedy="请用 GONGKAI_DATA 指定另一个空文件夹，例如 GONGKAI_DATA=演示 gongkai demo。",
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    print("正在建立演示实例，约需半分钟。", file=sys.stderr)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    import django

    django.setup()
    from rich.console import Console

    from gongkai import demo
    from gongkai.operate.setup import set_up

    with Console(stderr=True).status("建立数据库") as status:
        set_up()
        built = demo.build(folder, say=lambda what, left: status.update(f"{what}{f'，还有{left}条' if left else ''}"))
    print(f"演示实例已建立：{built.records}条政府信息，用时{time.monotonic() - started:.0f}秒。", file=sys.stderr)


def _is_used(data: Path) -> bool:
    """Whether the instance holds agencies or accounts that no demo put there."""
    if not (data / "postgres").exists() and not os.environ.get("DATABASE_URL"):
        return False
    import psycopg

    from gongkai import embedded

    with psycopg.connect(os.environ.get("DATABASE_URL") or embedded.url(data / "postgres")) as connection:
        found = connection.execute("SELECT to_regclass('organisations_agency')").fetchone()
        if not found or found[0] is None:
            return False
        counted = connection.execute(
            "SELECT (SELECT count(*) FROM organisations_agency) + (SELECT count(*) FROM organisations_user)"
        ).fetchone()
    return bool(counted and counted[0])


def _print(said: dict[str, Any], port: int, *, serving: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(soft_wrap=True)
    shown = [one for one in said["accounts"] if one["shown"]]
    table = Table(title="演示账号", title_justify="left", box=None, pad_edge=False)
    for head in ("角色", "机关", "账号", "密码"):
        table.add_column(head, overflow="fold")  # a password is never cut short
    for one in shown:
        table.add_row(one["role"], one["short"], one["account"], one["password"])
    console.print(table, crop=False)
    console.print(f"另有{len(said['accounts']) - len(shown)}个账号，密码相同，见演示文件夹中的 accounts.json。")
    address = f"http://127.0.0.1:{port}/"
    console.print(f"公开首页：{address}    工作台：{address}desk/")
    console.print("可以先试：")
    for number, line in enumerate(FIRST, start=1):
        console.print(f"  {number}. {line}")
    if not serving:
        console.print("运行网站：gongkai serve")

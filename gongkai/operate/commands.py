"""`gongkai serve`, `worker`, `setup`, `backup`, `restore`."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.operate.backup import Progress, back_up


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of running an instance."""
    serve = sub.add_parser("serve", help="运行网站（和后台任务）")
    serve.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1；由 nginx 转发）")
    serve.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    serve.add_argument("--workers", type=int, default=1, help="网站进程数（默认 1）")
    serve.add_argument("--no-tasks", action="store_true", help="不运行后台任务（另有 gongkai worker 时）")
    serve.set_defaults(run=_serve, database=False)
    worker = sub.add_parser("worker", help="只运行后台任务")
    worker.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    worker.set_defaults(run=_worker, database=True)
    setup = sub.add_parser("setup", help="初始化或升级：建表、收集静态文件、写入基础数据")
    setup.set_defaults(run=_setup, database=True)
    backup = sub.add_parser("backup", help="把整个实例备份为一个文件")
    backup.add_argument("file", type=Path, metavar="文件", help="例如 gongkai-2026-11-22.tar.gz")
    backup.set_defaults(run=_backup, database=False)
    restore = sub.add_parser("restore", help="从备份恢复，并校验留痕")
    restore.add_argument("file", type=Path, metavar="文件")
    restore.add_argument("--into", type=Path, metavar="文件夹", help="恢复为另一个实例（演练用），不动现有实例")
    restore.add_argument("--replace", action="store_true", help="取代现有内容（原有文件移到旁边保存）")
    restore.set_defaults(run=_restore, database=False)


def _serve(args: argparse.Namespace) -> int:
    from gongkai.operate.serving import serve

    return serve(host=args.host, port=args.port, workers=args.workers, tasks=not args.no_tasks)


def _worker(args: argparse.Namespace) -> int:
    from gongkai.operate.serving import work

    return work(with_parent=args.with_parent)


def _setup(args: argparse.Namespace) -> int:
    from gongkai.operate.setup import set_up

    with _progress("正在初始化"):
        seeded = set_up()
    print("实例已就绪。" + (f"已写入基础数据：{'、'.join(seeded)}。" if seeded else ""))
    _say_what_the_footer_lacks()
    return 0


def _say_what_the_footer_lacks() -> None:
    """Elements of the public pages that only the operator knows; they are left out until they are set. 47号文"""
    from gongkai.ui.context import missing

    lacking = missing()
    if lacking:
        print("公开页面的页脚还缺少以下内容，设置后显示（国办发〔2017〕47号）：")
        for label, setting in lacking:
            print(f"  {label}：{setting}")


def _backup(args: argparse.Namespace) -> int:
    with _progress("正在备份") as say:
        manifest = back_up(args.file.resolve(), say)
    size = args.file.stat().st_size / 1_000_000
    print(f"已备份到 {args.file}（{size:.1f} MB，{len(manifest['members'])} 个文件）。")  # type: ignore[arg-type]
    print("备份中含有密钥和个人信息，请按涉密载体以外的最高要求保管，并定期用 gongkai restore --into 演练恢复。")
    return 0


def _restore(args: argparse.Namespace) -> int:
    from gongkai.operate.restore import restore, verified

    if args.into:
        os.environ["GONGKAI_DATA"] = str(args.into.resolve())
        os.environ.pop("DATABASE_URL", None)  # a drill never touches the live database
    with _progress("正在恢复") as say:
        manifest = restore(args.file.resolve(), replace=args.replace, say=say)
    print(f"已恢复 {manifest['made_at']} 的备份（版本 {manifest['version']}），文件哈希全部相符。")
    proof = verified()
    print(proof.stdout.strip())
    if proof.returncode:
        print(f"留痕校验未通过：{proof.stderr.strip()}", file=sys.stderr)
        return 1
    print("启动之前请先运行 gongkai setup（升级结构、重建检索索引）。")
    return 0


@contextmanager
def _progress(title: str) -> Iterator[Progress]:
    """A line on the terminal that names what is being worked on; silent where there is no terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(title) as status:
        yield lambda name: status.update(f"{title}：{name}")

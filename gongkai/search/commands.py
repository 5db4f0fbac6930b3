"""`gongkai search …`: rebuild the index, ask it, see how it is."""

import argparse
import sys


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this app."""
    parser = sub.add_parser("search", help="检索：重建索引、查询、查看状态")
    inner = parser.add_subparsers(dest="search_command", required=True, metavar="子命令")
    again = inner.add_parser("reindex", help="从数据库重建索引，期间旧索引照常可用")
    again.set_defaults(run=reindex, database=True)
    ask = inner.add_parser("find", help="以公众身份检索")
    ask.add_argument("text", help="检索词、“短语”、文号或索引号")
    ask.set_defaults(run=find, database=True)
    state = inner.add_parser("status", help="索引是否可用，有多少条")
    state.set_defaults(run=status, database=True)


def reindex(args: argparse.Namespace) -> int:
    """Rebuild with a counter on the terminal."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from gongkai.search import tasks

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed} 条"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stderr)) as progress:
        job = progress.add_task("正在重建索引", total=None)
        count = tasks.reindex(lambda done: progress.update(job, completed=done))
    print(f"索引已重建，共 {count} 条。")
    return 0


def find(args: argparse.Namespace) -> int:
    """Print the first page as the public would see it."""
    from gongkai.search import queries

    answer = queries.find(args.text)
    for hit in answer.results:
        print(hit.key, hit.document.title if hit.document else hit.object)
    print(f"共 {answer.total} 条。" + ("索引不可用，结果来自数据库。" if answer.degraded else ""))
    return 0 if answer.total else 1


def status(args: argparse.Namespace) -> int:
    """Print whether the index answers."""
    from gongkai.search import queries
    from gongkai.search.index import IndexBroken

    try:
        count = queries.the_index().read(lambda _, searcher: searcher.num_docs)
    except IndexBroken:
        print("索引不可用，请运行 gongkai search reindex 重建。")
        return 1
    print(f"索引可用，共 {count} 条。")
    return 0

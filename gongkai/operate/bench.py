"""How fast this instance answers, and how heavy its pages are: `make bench`.

Each kind of public page, rendered live in this process without any cache (what a visitor gets before `press` has
written the page, and what the desk always pays). Then the measurements of the parts: text checks, and search where
the source texts lie beside the project or in GONGKAI_SHARED.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 20
BENCHES = (  # need no instance
    "checks.bench", "checks.bench_hidden", "files.bench", "files.bench_reading", "operate.bench_hostile",
)  # fmt: skip
HTML_BUDGET = 40_000  # bytes, of the page without the document's own text (product.md)


def pages() -> None:
    """Print p50, p95 and size of each kind of public page."""
    from django.test import Client
    from rich.console import Console
    from rich.table import Table

    from gongkai.operate.addresses import one_of_each

    client = Client()
    table = Table(title="公开页面（无缓存，进程内）")
    for title in ("页面", "地址", "p50 毫秒", "p95 毫秒", "千字节"):
        table.add_column(title, justify="left" if title in ("页面", "地址") else "right")
    for name, address in one_of_each(client, "/").items():
        times, size = _measure(client, address)
        p95 = times[int(len(times) * 0.95) - 1]
        weight = f"{size / 1000:.1f}" + (" !" if size > HTML_BUDGET else "")
        table.add_row(name, address, f"{statistics.median(times):.1f}", f"{p95:.1f}", weight)
    Console(width=120).print(table)


def _measure(client: object, address: str) -> tuple[list[float], int]:
    times, size = [], 0
    for _ in range(REPEATS):
        started = time.perf_counter()
        size = len(client.get(address, headers={"host": "localhost"}).content)  # type: ignore[attr-defined]
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times), size


def parts() -> int:
    """Run the measurements that other apps bring; answer the worst exit code."""
    shared = Path(os.environ.get("GONGKAI_SHARED") or ROOT.parent / "shared")
    commands = [[f"gongkai.{name}"] for name in BENCHES]
    if (shared / "data" / "laws").is_dir():
        commands.append(["gongkai.search.bench", str(shared / "data" / "laws")])
    return max(subprocess.run([sys.executable, "-m", *command], check=False).returncode for command in commands)  # noqa: S603


def instance() -> None:
    """Measure the pages, the acts, the board and the interface; says so where no instance is set up."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    try:
        django.setup()
        from gongkai.api import bench as bench_api
        from gongkai.operate import bench_acts, bench_board
        from gongkai.organisations.models import Agency

        ready = Agency.objects.exists()
    except (DatabaseError, ImproperlyConfigured) as error:
        ready = False
        print(f"（{str(error).splitlines()[0]}）")
    if not ready:
        print("这里没有建立好的系统，页面、办理和接口的速度没有测量。请先运行 make demo，再运行 make bench。")
        return
    pages()
    bench_acts.main()
    bench_board.main()
    bench_api.main()


def main() -> int:
    """First the parts, which need no instance; then what needs one that is set up (`make demo` makes one)."""
    worst = parts()
    instance()
    return worst


if __name__ == "__main__":
    sys.exit(main())

"""Write docs/reference, or say with `--check` whether it is up to date."""

import os
import sys


def main() -> int:
    """Exit code 1 when `--check` finds a file out of date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    os.environ.setdefault("GONGKAI_NO_DATABASE", "1")
    os.environ.setdefault("GONGKAI_SECRET_KEY", "reference")
    import django

    django.setup()
    from gongkai.operate.reference import FOLDER, documents, outdated

    if "--check" in sys.argv[1:]:
        stale = outdated()
        for name in stale:
            print(f"docs/reference/{name} 与代码不一致，请运行 python -m gongkai.operate.reference。", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in outdated():
        (FOLDER / name).unlink(missing_ok=True)
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"已写入 {FOLDER}。")
    return 0


if __name__ == "__main__":
    sys.exit(main())

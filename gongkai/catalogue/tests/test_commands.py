"""The commands say row by row what they read, and exit with 1 where something is wrong."""

import argparse
from pathlib import Path

import pytest

from gongkai.catalogue import commands
from gongkai.catalogue.models import Catalogue
from gongkai.refusals import NotLawful

pytestmark = pytest.mark.django_db
HEADER = "序号,一级目录,二级目录,三级目录,公开内容,公开依据,公开时限\n"
ROW = "1,法定主动公开内容,统计信息,,公开统计公报,条例,动态更新\n"


def run(*arguments: str) -> int:
    """The command as the console script runs it."""
    parser = argparse.ArgumentParser()
    commands.add(parser.add_subparsers(required=True))
    args = parser.parse_args(["catalogue", *arguments])
    return args.run(args)


def test_the_shipped_catalogue_is_imported_adopted_and_shown(capsys, office) -> None:
    assert run("import", "--place", "嵊州市", "--adopt") == 0
    said = capsys.readouterr().out
    assert "共73行，可以导入73行，有误0行" in said and "尚无责任单位的事项" in said
    assert Catalogue.objects.get().state == "in_force"
    assert run("show", "--place", "shengzhou") == 0
    assert "SX-019" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(capsys, tmp_path: Path) -> None:
    file = tmp_path / "目录.csv"
    file.write_bytes((HEADER + ROW).encode("gbk"))
    assert run("import", str(file), "--dry-run") == 0
    assert "第2行" in capsys.readouterr().out and not Catalogue.objects.exists()


def test_faults_are_reported_and_nothing_is_imported(capsys, tmp_path: Path) -> None:
    file = tmp_path / "目录.csv"
    file.write_text(HEADER + ROW + "1,乙,,,内容,条例,20个时辰内\n", encoding="utf-8")
    assert run("import", str(file)) == 1
    said = capsys.readouterr()
    assert "与第2行重复" in said.out and "个时辰" in said.out and "没有导入任何内容" in said.err
    assert not Catalogue.objects.exists()
    assert run("import", str(file), "--allow-partial") == 1
    assert Catalogue.objects.get().items.count() == 1


@pytest.mark.parametrize("arguments", [["没有这个文件.csv"], ["--place", "没有这个地方"], ["--place", "遵义市"]])
def test_what_cannot_be_done_is_said(arguments: list[str]) -> None:
    with pytest.raises(NotLawful) as refused:
        run("import", *arguments)
    assert refused.value.message


def test_show_without_a_catalogue_says_what_to_do(capsys) -> None:
    assert run("show") == 1
    assert "catalogue import" in capsys.readouterr().err

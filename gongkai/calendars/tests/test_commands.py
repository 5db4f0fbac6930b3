"""`gongkai clock due`, one at a time and in bulk."""

import argparse
import io
import json
import sys
from pathlib import Path

import pytest

from gongkai import calendars
from gongkai.calendars import commands, shipped, source


@pytest.fixture(autouse=True)
def shipped_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "current", lambda **_: shipped.calendar())


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add(parser.add_subparsers())
    args = parser.parse_args(["clock", "due", *words])
    assert args.database is False
    return int(args.run(args))


def test_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--start", "2026-09-30", "--days", "20", "--pause", "2026-10-08..2026-10-09", "--extend", "5") == 0
    assert capsys.readouterr().out == "届满日：2026-11-12\n"


def test_one_provisional_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--start", "2026年12月10日", "--days", "20", "--explain") == 0
    out = capsys.readouterr().out
    assert out.startswith("届满日：2027-01-08（暂定") and "起算日" in out and "届满日\t20" in out


def test_one_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--start", "2026-01-31", "--days", "1", "--unit", "month", "--json", "--explain") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["due_on"] == "2026-02-28" and told["days"][-1]["state"] == "due"


def test_no_roll(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--start", "2026-03-02", "--days", "20", "--unit", "calendar_day", "--no-roll") == 0
    assert "2026-03-22" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--start", "2024年2月30日", "--days", "20"], "日期“2024年2月30日”不存在"),
        (["--start", "2026-01-01", "--days", "0"], "不小于1"),
        (["--start", "2026-01-01"], "请用--start"),
        (["--start", "2026-01-01", "--days", "5", "--pause", "2026-01-05"], "起止两个日期"),
        (["--start", "2026-01-01", "--days", "5", "--pause", "2026-01-05..2026-01-04"], "早于"),
        (["--batch", "no-such-file"], "无法读取文件"),
    ],
)
def test_bad_input_is_answered_in_chinese(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*words) == 1
    captured = capsys.readouterr()
    assert message in captured.err and captured.out == ""


def test_batch_keeps_order_and_answers_the_good_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(
        b'{"start": "2026-09-30", "days": 20}\n'
        b'{"start": "2024-02-30", "days": 20}\n'
        b"\n"
        b"\xff\n"
        b'{"start": "2026-12-10", "days": 20, "unit": "working_day", "pauses": [], "extend": null}\n'
        b'{"start": "2026-03-02", "days": 20, "unit": "calendar_day"}\n'
        b'{"start": "2026-03-02", "days": 20, "day": 3}\n'
        b'{"start": "2026-03-02", "days": 5, "pauses": [["2026-03-05", "2026-03-06"]], "extend": 1}\n'
    )
    assert call("--batch", str(path)) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.get("due_on") for line in lines] == [
        "2026-11-03", None, None, "2027-01-08", "2026-03-23", None, "2026-03-12",
    ]  # fmt: skip
    assert [line["line"] for line in lines if "error" in line] == [2, 4, 7]
    assert "第2行：日期“2024-02-30”不存在" in lines[1]["error"] and lines[3]["provisional"] is True


def test_batch_of_good_lines_ends_well() -> None:
    answers = list(commands.answer_lines(['{"start": "2026-03-02", "days": 5}\n'] * 3, shipped.calendar()))
    assert answers == [('{"due_on": "2026-03-09", "provisional": false}', True)] * 3


@pytest.mark.parametrize(
    "line",
    ["[]", "3", '{"days": 3}', '{"start": 5, "days": 3}', '{"start": "2026-03-02", "days": "3"}',
     '{"start": "2026-03-02", "days": true}', '{"start": "2026-03-02", "days": 3, "pauses": "x"}',
     '{"start": "2026-03-02", "days": 3, "pauses": [["2026-03-02"]]}', '{"start": "9999-12-31", "days": 3}',
     '{"start": "2026-03-02", "days": 3, "unit": "moon"}', '{"start": "2026-03-02", "days": 1e400}',
     '{"start": "2026-03-02", "days": 99999999999999999999}', '{"start": "2026-03-02", "days": 3, "extend": -1}'],
)  # fmt: skip
def test_hostile_lines_never_crash(line: str) -> None:
    [(text, good)] = commands.answer_lines([line], shipped.calendar())
    assert not good and json.loads(text)["line"] == 1


def test_an_instance_that_cannot_be_asked_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(source, "_ask", broken)
    assert source.current(connect=True) is shipped.calendar()
    assert "未能读取数据库中的放假安排" in capsys.readouterr().err


def test_without_an_instance_django_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(source, "_django_ready", lambda: False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path))
    assert source.current(connect=True) is source.current() is shipped.calendar()


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(commands, "_lines", lambda path: io.StringIO('{"start": "2026-03-02", "days": 5}\n'))
    assert call("--batch", "-") == 0
    assert "2026-03-09" in capsys.readouterr().out and sys.stdout is not None

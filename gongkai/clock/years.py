"""Reading the year tables from files, strictly: a wrong holiday table is a wrong date on every letter of the year.

A file ``2026.yaml`` holds ``year``, ``notice``, ``url``, ``holidays`` (each ``name``, ``rest`` and, if any, ``work``)
and, where a later notice changed it, ``amended``. A file without days is refused: present is not announced.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.clock.calendar import FIRST_YEAR, LAST_YEAR, SATURDAY, FixedDay, YearTable
from gongkai.clock.dates import weekday
from gongkai.rules.errors import LawError
from gongkai.rules.reading import Mapping, read

YEAR_KEYS = {"year", "notice", "url", "holidays", "amended"}
DECEMBER = 12


def load_years(folder: Path) -> list[YearTable]:
    """Every year table of a folder, oldest first. Raises LawError with file, line and what to do, in Chinese."""
    tables = [_read_year(path) for path in sorted(folder.glob("*.yaml"))]
    if not tables:
        raise LawError(folder, 1, "文件夹里没有放假安排文件，请检查安装是否完整。")
    return tables


def load_fixed_days(path: Path) -> list[FixedDay]:
    """The holidays fixed in the solar calendar. Raises LawError."""
    data = read(path, path.name)
    _only(data, {"fixed_days"}, path.name)
    found = []
    for entry in _list(data, "fixed_days", path.name):
        _only(entry, {"name", "month", "days", "since", "source"}, path.name)
        since, days = _need(entry, "since", date, path.name), tuple(_list(entry, "days", path.name))
        month = _need(entry, "month", int, path.name)
        try:
            for number in days:
                date(since.year, month, number)
        except (TypeError, ValueError) as error:
            raise LawError(path.name, entry.line, "“month”和“days”不是存在的日子。") from error
        name, source = _need(entry, "name", str, path.name), _need(entry, "source", str, path.name)
        found.append(FixedDay(name, month, days, since, source))
    return found


def check_table(year: int, off: Iterable[date], work: Iterable[date]) -> list[str]:
    """What is wrong with a year's days, as Chinese sentences; an empty list if nothing is.

    Days must lie in the year (or in the December before it, for 元旦), appear once, and a make-up working day must
    be a Saturday or Sunday, because any other day is a working day without a notice.
    """
    off, work, problems = list(off), list(work), []
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return [f"年份{year}不对，应当在{FIRST_YEAR}至{LAST_YEAR}之间。"]
    if not off:
        return [f"{year}年没有任何放假日。通知尚未公布的，请不要登记。"]
    for day in sorted(set(off) | set(work)):
        if day.year != year and (day.year, day.month) != (year - 1, DECEMBER):
            problems.append(f"{day}不在{year}年（元旦假期可以包括上一年12月），请核对。")
        if off.count(day) + work.count(day) > 1:
            both = day in off and day in work
            problems.append(f"{day}既列为放假又列为上班，请核对。" if both else f"{day}重复列出，请只保留一处。")
    problems += [
        f"{day}是{weekday(day)}，本来就是工作日，不是调休上班日，请核对。"
        for day in sorted(set(work))
        if day.weekday() < SATURDAY
    ]
    if not any(day == date(year, 1, 1) for day in off):
        problems.append(f"放假日里没有{year}-01-01，看来不是{year}年的完整安排，请核对。")
    return problems


def _read_year(path: Path) -> YearTable:
    data = read(path, path.name)
    _only(data, YEAR_KEYS, path.name)
    year = _need(data, "year", int, path.name)
    if path.stem != str(year):
        raise LawError(path.name, data.line_of("year"), f"文件名与年份{year}不一致。")
    off: list[date] = []
    work: list[date] = []
    names: dict[date, str] = {}
    for entry in _list(data, "holidays", path.name):
        _only(entry, {"name", "rest", "work"}, path.name)
        name = _need(entry, "name", str, path.name)
        for key, days in (("rest", off), ("work", work)):
            for day in _list(entry, key, path.name) if key == "rest" or key in entry else []:
                if not isinstance(day, date):
                    raise LawError(path.name, entry.line_of(key), f"“{key}”里的“{day}”不是日期。")
                days.append(day)
                names[day] = name
    if problems := check_table(year, off, work):
        raise LawError(path.name, data.line_of("holidays"), "".join(problems))
    notice, url = _need(data, "notice", str, path.name), _need(data, "url", str, path.name)
    return YearTable(year, notice, url, frozenset(off), frozenset(work), True, names, _amended(data, path.name))


def _amended(data: Mapping, shown: str) -> tuple[tuple[str, str], ...]:
    if "amended" not in data:
        return ()
    found = []
    for entry in _list(data, "amended", shown):
        _only(entry, {"notice", "url"}, shown)
        found.append((_need(entry, "notice", str, shown), _need(entry, "url", str, shown)))
    return tuple(found)


def _only(data: Mapping, keys: set[str], shown: str) -> None:
    if not isinstance(data, Mapping):
        raise LawError(shown, 1, "这里应当是“键: 值”的表。")
    for key in data:
        if key not in keys:
            raise LawError(shown, data.line_of(key), f"不认识的键“{key}”，可用的有{'、'.join(sorted(keys))}。")


def _need(data: Mapping, key: str, kind: type, shown: str) -> Any:
    value = data.get(key)
    if not isinstance(value, kind) or isinstance(value, bool) or value == "":
        raise LawError(shown, data.line_of(key), f"“{key}”没有填写或者写法不对。")
    return value


def _list(data: Mapping, key: str, shown: str) -> list[Any]:
    value = data.get(key)
    if not isinstance(value, list) or not value:
        raise LawError(shown, data.line_of(key), f"“{key}”是空的或者不是列表。尚未公布的年份不要建立文件。")
    return value

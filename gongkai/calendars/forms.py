"""The form to announce a year: days are pasted from the notice, as dates or ranges, with the holiday's name."""

import datetime as dt
import re
from typing import Any

from django import forms

from gongkai import clock

LONGEST = 31  # days in one range: longer is a typing error in the year or month
BETWEEN = re.compile(r"\.\.|至|~|～|—+|–")
SEPARATORS = re.compile(r"[\s,，、;；:：]+")


def parse_days(text: str) -> tuple[list[dt.date], dict[dt.date, str]]:
    """Days in order as written, repeats kept, and their names. Each line: a name if any, then dates or ranges.

    Raises forms.ValidationError that names the line.
    """
    days: list[dt.date] = []
    names: dict[dt.date, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        name = ""
        for word in filter(None, SEPARATORS.split(line)):
            if not any(character.isdigit() for character in word):
                name = word if not name else f"{name}、{word}"
                continue
            try:
                found = _span(word)
            except clock.ClockError as error:
                raise forms.ValidationError(f"第{number}行：{error}") from error
            days += found
            names.update(dict.fromkeys(found, name) if name else {})
    return days, names


def _span(word: str) -> list[dt.date]:
    first, *rest = [clock.parse_date(part) for part in BETWEEN.split(word)]
    last = rest[-1] if rest else first
    if len(rest) > 1 or last < first or (last - first).days >= LONGEST:
        raise clock.ClockError(f"“{word}”的起止日期不对，应当像2027-01-01..2027-01-03，且不超过{LONGEST}日。")
    return [first + dt.timedelta(step) for step in range((last - first).days + 1)]


class YearForm(forms.Form):
    """Year, notice and days. Cleaned data holds `off` and `work` as lists of dates and `names`."""

    year = forms.IntegerField(label="年份", min_value=1950, max_value=2199)
    notice = forms.CharField(label="通知标题和文号", max_length=200)
    url = forms.URLField(label="通知网址", max_length=500, assume_scheme="https")
    off = forms.CharField(
        label="放假日",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="每行一个节日：先写名称，再写日期或起止日期，例如“元旦 2027-01-01..2027-01-03”。",
    )
    work = forms.CharField(
        label="调休上班日",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写法同上，例如“元旦 2027-01-09”。没有调休的不填。",
    )

    def clean_off(self) -> list[dt.date]:
        return self._days("off")

    def clean_work(self) -> list[dt.date]:
        return self._days("work")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"year", "off", "work"} <= data.keys():
            for problem in clock.check_table(data["year"], data["off"], data["work"]):
                self.add_error("off", problem)
        data["names"] = getattr(self, "_names", {})
        return data

    def table(self) -> clock.YearTable:
        """The valid form as a year table."""
        data = self.cleaned_data
        off, work = frozenset(data["off"]), frozenset(data["work"])
        return clock.YearTable(data["year"], data["notice"], data["url"], off, work, True, data["names"])

    def _days(self, field: str) -> list[dt.date]:
        days, names = parse_days(self.cleaned_data[field])
        self._names = {**getattr(self, "_names", {}), **names}
        return days

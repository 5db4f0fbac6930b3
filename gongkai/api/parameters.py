"""What may be asked: one class of parameters for each operation, strict in form and forgiving in nothing.

Numbers are plain digits, dates are YYYY-MM-DD: what another spelling would mean is not guessed at.
"""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field, WithJsonSchema

from gongkai import rules
from gongkai.api.cursors import HIGHEST, MOST

DIGITS = re.compile(r"0|[1-9][0-9]{0,18}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAIN = r"^[^\u0000-\u001f\u007f]+$"  # no control characters


def whole(value: Any) -> Any:
    """A number written in plain digits."""
    if isinstance(value, str):
        if not DIGITS.fullmatch(value):
            raise ValueError("请写一个整数")
        return int(value)
    return value


def day(value: Any) -> Any:
    """A real day as YYYY-MM-DD."""
    if value is None or isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("日期请按“2026-06-01”的格式填写")
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise ValueError("没有这一天，请核对年、月、日") from error


Day = Annotated[dt.date, BeforeValidator(day), WithJsonSchema({"type": "string", "format": "date"})]
Key = Annotated[int, Field(ge=1, le=HIGHEST), BeforeValidator(whole)]
Word = Annotated[str, Field(min_length=1, max_length=120, pattern=PLAIN)]
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\u0000-\u001f\u007f/]+$")]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9_.]+$")]


def known_place(value: Any) -> Any:
    """A place whose rules there are."""
    known = [one.path for one in rules.places()]
    if value is not None and value not in known:
        raise ValueError(f"没有登记这个地区，可用的有：{'、'.join(known)}")
    return value


class PlaceSchema:
    """The registered places, read from the law files only when somebody asks for the description."""

    def __get_pydantic_json_schema__(self, *_: Any) -> dict[str, Any]:
        return {"type": "string", "enum": [one.path for one in rules.places()]}


Place = Annotated[str, BeforeValidator(known_place), PlaceSchema()]
CURSOR_HINT = "上一页的 next_cursor，原样填写；不填从头读取"


def cursor_of(name: str) -> Any:
    """The type of the cursor of a list: a word only the list itself can make, which no pattern describes."""
    schema = {"type": "string", "format": f"cursor-{name}"}
    return Annotated[str, Field(max_length=MOST, description=CURSOR_HINT), WithJsonSchema(schema)]


Validity = Literal["in_force", "not_yet", "amended", "expired", "repealed", "none"]


def limit(most: int) -> Any:
    """The type of `limit`: 1 to `most`."""
    return Annotated[int, Field(ge=1, le=most, description=f"每页条数，1 至 {most}"), BeforeValidator(whole)]


RecordsCursor, ItemsCursor, AgenciesCursor, RulesCursor, ChangesCursor = map(
    cursor_of, ("records", "items", "agencies", "rules", "changes")
)
MOST_RECORDS, MOST_ROWS, MOST_ITEMS, MOST_CHANGES = 100, 5000, 500, 1000
RecordsLimit, RowsLimit, ItemsLimit, ChangesLimit = map(limit, (MOST_RECORDS, MOST_ROWS, MOST_ITEMS, MOST_CHANGES))


class Chosen(Schema):
    """Which records."""

    agency: Key | None = Field(None, description="发布机构的编号（见 /agencies）")
    item: Code | None = Field(None, description="公开事项编码（见 /catalogue/items）")
    column: Word | None = Field(None, description="一级目录的名称（见 /catalogue/items 的 levels）")
    year: Annotated[int, Field(ge=1900, le=2200), BeforeValidator(whole)] | None = Field(
        None, description="年份：成文日期所在年，没有成文日期的按首次公开日期"
    )
    number: Word | None = Field(None, description="发文字号或者索引号，任何写法：示财〔2026〕1号、示财[2026]001号")
    normative: Literal["true", "false"] | None = Field(None, description="是否行政规范性文件")
    validity: Validity | None = Field(None, description="今天的有效性；none 为不适用")
    published_from: Day | None = Field(None, description="首次公开日期不早于")
    published_to: Day | None = Field(None, description="首次公开日期不晚于")
    updated_since: Day | None = Field(None, description="最近一次公开（含更正）的日期不早于")
    order: Literal["newest", "entered"] = Field(
        "newest",
        description="newest 按首次公开时间由新到旧；entered 按进入公开的先后，更正的排到最后；翻页时以 cursor 的为准",
    )
    cursor: RecordsCursor = ""  # type: ignore[valid-type]


class Records(Chosen):
    """A page of records."""

    limit: RecordsLimit = 20  # type: ignore[valid-type]


class Rows(Chosen):
    """A sheet of records."""

    limit: RowsLimit = 1000  # type: ignore[valid-type]


class Items(Schema):
    """A page of the catalogue."""

    column: Word | None = Field(None, description="一级目录的名称")
    limit: ItemsLimit = 100  # type: ignore[valid-type]
    cursor: ItemsCursor = ""  # type: ignore[valid-type]


class Agencies(Schema):
    """A page of agencies."""

    ended: Literal["true", "false"] = Field("false", description="true 时包括已经终止的机关")
    limit: ItemsLimit = 100  # type: ignore[valid-type]
    cursor: AgenciesCursor = ""  # type: ignore[valid-type]


class RuleAsked(Schema):
    """Where and when a rule is asked for."""

    place: Place | None = Field(None, description="地区路径，如 cn/zhejiang；不填为本网站所在地区")
    on: Day | None = Field(None, description="哪一天的规定；不填为今天")


class Rules(RuleAsked):
    """A page of rules."""

    limit: ItemsLimit = 100  # type: ignore[valid-type]
    cursor: RulesCursor = ""  # type: ignore[valid-type]


class Changes(Schema):
    """A page of changes."""

    limit: ChangesLimit = 200  # type: ignore[valid-type]
    cursor: ChangesCursor = ""  # type: ignore[valid-type]

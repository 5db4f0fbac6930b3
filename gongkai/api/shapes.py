"""What is answered. Every field is named here, so that nothing reaches the public by being in a table."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Error(Schema):
    """Any answer other than 200 and 304."""

    code: str = Field(description="错误代码，不随文字改变")
    message: str = Field(description="错在哪里，怎样改正")
    facts: dict[str, Any] = Field(description="供程序使用的细节")


class Coded(Schema):
    """A word of a closed list with its Chinese."""

    code: str
    label: str


class AgencyRef(Schema):
    """An agency by its key; in a record, under the name it had then."""

    id: int
    name: str


class ItemRef(Schema):
    """A catalogue item by its code."""

    code: str
    name: str


class Attachment(Schema):
    """A file of a record."""

    name: str
    size: int = Field(description="字节数")
    media_type: str
    sha256: Sha256
    url: str
    reading_url: str | None = Field(description="阅读版的网页地址；没有阅读版的为 null")
    inline: bool = Field(description="是否正文中的图片")


class RecordRef(Schema):
    """Another record that is public itself."""

    id: int
    title: str
    number: str
    url: str


class Relation(Coded):
    """What this document says of another, or another of it. Only what is public on both sides."""

    direction: Literal["this_to_other", "other_to_this"] = Field(description="本文对另一文件，或者另一文件对本文")
    title: str
    number: str
    on: dt.date | None = Field(description="自何日起；没有写明的为 null")
    record: RecordRef | None = Field(description="另一文件；不在本系统的为 null")


class Issuer(Schema):
    """One of those that issued a document together, under its name of the time."""

    id: int | None = Field(description="机关的编号；不在本系统的为 null")
    name: str


class Validity(Coded):
    """Whether a document is in force today."""

    since: dt.date | None = Field(description="从哪一天起；不知道的为 null")
    note: str = Field(description="机关标注时写明的依据")
    by: RecordRef | None = Field(description="据以标注的文件，已公开的才列出")


class Record(Schema):
    """The header of a published record."""

    id: int
    url: str = Field(description="网页地址，长期不变")
    self: str = Field(description="本条的接口地址")
    index_number: str
    title: str
    number: str = Field(description="发文字号，没有的为空")
    agency: AgencyRef = Field(description="发布机构，名称为公开时的名称")
    joint_issuers: str = Field(description="联合发文的其他机关，用顿号分开")
    joint: list[Issuer] = Field(description="同上，逐个列出")
    item: ItemRef | None = Field(description="公开事项")
    genre: Coded | None = Field(description="公文种类")
    normative: bool = Field(description="是否行政规范性文件")
    validity: Validity | None = Field(description="今天的有效性；不适用的为 null")
    theme: str
    audience: str
    keywords: str
    summary: str
    source: str
    scope: str
    term: str
    date_made: dt.date | None
    effective_on: dt.date | None
    expires_on: dt.date | None = Field(description="失效日期；有效期延长的为延长后的")
    first_published_at: dt.datetime
    published_at: dt.datetime = Field(description="现行版本公开的时间")
    version: int
    correction: str = Field(description="最近一次更正的说明")
    attachments: list[Attachment]


class FullRecord(Record):
    """A record with its text."""

    html: str = Field(description="正文，已清理的 HTML")
    text: str = Field(description="正文的文字")
    link: str = Field(description="信息在别处时的地址")
    relations: list[Relation] = Field(description="与其他文件的关系：修改、废止、代替、解读、依据")


class Page(Schema):
    """What every list has."""

    next: str | None = Field(description="下一页的地址；没有下一页的为 null")
    next_cursor: str | None


class Records(Page):
    """A page of records."""

    records: list[Record]


class Version(Schema):
    """A time in public. What was corrected is not told again: its words may be what had to go."""

    version: int
    published_at: dt.datetime
    ended_at: dt.datetime | None
    ended_by: Literal["corrected", "withdrawn"] | None
    note: str = Field(description="更正说明")


class Versions(Schema):
    """Every time in public of one record, oldest first."""

    id: int
    title: str
    versions: list[Version]


class Limit(Schema):
    """A time limit as read from the catalogue's words."""

    text: str
    value: int | None
    unit: str
    counted_from: str


class Item(Schema):
    """A 公开事项 of the catalogue in force."""

    code: str
    number: int
    name: str
    levels: list[str]
    content: str
    basis: str
    limit: Limit
    schedule: Coded
    form: str
    art20: int | None = Field(description="条例第二十条的项")
    art21: bool
    agencies: list[AgencyRef] = Field(description="责任单位")
    records: int = Field(description="已公开的条数")
    last_published_at: dt.datetime | None
    url: str


class Catalogue(Schema):
    """The catalogue that items belong to."""

    place: str
    title: str
    version: int
    since: dt.date
    source: str


class Items(Page):
    """A page of items; `catalogue` is null where none is in force."""

    catalogue: Catalogue | None
    items: list[Item]


class Agency(Schema):
    """An agency, living or ended."""

    id: int
    name: str
    short_name: str
    kind: Coded
    uscc: str
    place: str
    parent: AgencyRef | None
    superior_department: str
    competent: bool = Field(description="政府信息公开工作主管部门")
    disclosure_office: str
    address: str
    hours: str
    phone: str
    fax: str
    email: str
    duties: str
    from_on: dt.date
    to_on: dt.date | None = Field(description="终止日期")
    successor: AgencyRef | None = Field(description="终止后由哪个机关承接")
    records: int
    url: str


class Agencies(Page):
    """A page of agencies."""

    agencies: list[Agency]


class Rule(Schema):
    """A rule as it holds at a place on a day."""

    name: str
    title: str
    kind: Coded
    value: Any = Field(description="数、MM-DD、清单、程序的步骤或者一个词")
    unit: str
    counted_from: str
    text: str = Field(description="用一句话说")
    since: dt.date
    source: str
    status: Coded = Field(description="unverified 的以文件原文为准")
    place: str = Field(description="规定来自哪个地区，可以高于所问的地区")
    checked_on: dt.date
    self: str


class Rules(Page):
    """A page of rules."""

    place: str
    on: dt.date
    rules: list[Rule]


class RuleHistory(Schema):
    """A rule, and all that held before it, oldest first."""

    rule: Rule
    history: list[Rule]


class Change(Schema):
    """Something happened to a record in public. No words of it: what is gone is gone."""

    id: int = Field(description="记录的编号")
    what: Literal["published", "corrected", "validity", "withdrawn"]
    at: dt.datetime
    self: str


class Changes(Schema):
    """A page of changes, oldest first; `next_cursor` is kept for the next visit, even when nothing is new."""

    changes: list[Change]
    more: bool = Field(description="是否还有下一页")
    next: str
    next_cursor: str

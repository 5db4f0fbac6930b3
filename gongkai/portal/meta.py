"""Meta tags of 国办发〔2017〕47号: three on every page, four more on lists, three (and four free ones) on records."""

import re
from typing import Any

from django.conf import settings

from gongkai.catalogue.models import Item
from gongkai.portal import reading
from gongkai.records.models import Publication

ROOT = "政府信息公开"
PICTURE = re.compile(r'<img[^>]*\ssrc="(/[^"]+)"')


def column(name: str, description: str = "", kind: str = ROOT, keywords: str = "") -> dict[str, Any]:
    """The tags of a column: a list or a page of its own."""
    said = " ".join((description or name).split())[: reading.DESCRIPTION]
    return {"ColumnName": name, "ColumnDescription": said, "ColumnKeywords": keywords or name, "ColumnType": kind}


def of_item(item: Item | None) -> dict[str, Any]:
    """The tags of a catalogue item as a column."""
    if item is None:
        return column(ROOT, "本机关主动公开的政府信息")
    return column(item.name, item.content, item.level1, ",".join(item.levels))


def of_record(publication: Publication, html: str = "") -> dict[str, Any]:
    """The tags of a record page: the ten required ones, four free ones, and the first picture in `html`, if any."""
    facts, picture = publication.version.metadata, PICTURE.search(html)
    return of_item(publication.item) | {
        "ArticleTitle": publication.title,
        "PubDate": reading.moment(publication.first_published_at),
        "ContentSource": facts.get("source") or publication.agency_name,
        "Keywords": facts.get("keywords") or publication.title,
        "Author": publication.agency_name,
        "Description": reading.description(publication) or publication.title,
        "Image": settings.PUBLIC_URL + picture[1] if picture else "",
        "Url": settings.PUBLIC_URL + publication.get_absolute_url(),
    }

"""Atom feeds of what was published last."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

from gongkai.portal import reading
from gongkai.records import queries as records
from gongkai.records.models import Publication
from gongkai.ui.context import site_facts

LENGTH = 50
NOTHING_YET = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class StableAtom(Atom1Feed):
    """The same bytes for the same entries: an empty feed does not carry the time of asking."""

    def latest_post_date(self) -> Any:
        """The newest date of an entry."""
        return super().latest_post_date() if self.items else NOTHING_YET


def atom(publications: list[Publication], *, title: str, page: str, address: str) -> str:
    """The feed as XML. `page`: the list it follows; `address`: its own; both start with a slash."""
    root = settings.PUBLIC_URL
    feed = StableAtom(
        title=title,
        link=root + page,
        description=title,
        language="zh-CN",
        feed_url=root + address,
        author_name=site_facts()["organiser"],
    )
    for one in publications:
        url = root + one.get_absolute_url()
        feed.add_item(
            title=one.title,
            link=url,
            description=reading.description(one),
            unique_id=url,
            author_name=records.makers(one),
            pubdate=one.first_published_at,
            updateddate=one.published_at,
            categories=[one.item.name] if one.item else [],
        )
    return feed.writeString("utf-8")

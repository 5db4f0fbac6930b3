"""Guides and profiles as publications: they are no records, but they fill items of the catalogue all the same.

The guide fills the item of that name; the profile those of 条例 Art. 20 item 2 (functions, set-up, hours, heads), each
only where the published version really has that part.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils import timezone

from gongkai.catalogue.models import Catalogue, Item
from gongkai.catalogue.registry import Holdings, Published
from gongkai.catalogue.sheets import queries
from gongkai.catalogue.sheets.kinds import GUIDE, PROFILE, Kind

ORGANISATION = 2  # 条例 Art. 20 item 2
GUIDE_NAME = "公开指南"
# Word of the item's name -> part of the profile it speaks of; other items of Art. 20 item 2 ask for the basic facts.
PARTS = {"领导": "leaders", "内设": "offices", "直属": "subordinates"}


Filled = dict[str, tuple[Kind, str]]


def _of_codes(codes: Collection[str]) -> Filled:
    items = Item.objects.filter(catalogue__state=Catalogue.State.IN_FORCE, code__in=codes)
    return _filled(items.only("code", "level1", "level2", "level3", "art20"))


def _filled(items: Iterable[Item]) -> Filled:
    """Item code -> the kind of sheet that fills it, and the part of it that must be there."""
    found: Filled = {}
    for item in items:
        if item.name.endswith(GUIDE_NAME):
            found[item.code] = (GUIDE, "")
        elif item.art20 == ORGANISATION:
            found[item.code] = (PROFILE, next((part for word, part in PARTS.items() if word in item.name), "duties"))
    return found


def _pairs(agencies: Collection[int], filled: Filled) -> Iterator[tuple[str, Any]]:
    """(item code, version in public) for every agency's sheet that fills it."""
    for kind in {kind.code: kind for kind, _ in filled.values()}.values():
        public = queries.newest(kind, agencies)
        for code, (of, part) in filled.items():
            if of is kind:
                yield from ((code, one) for one in public.values() if not part or one.content.get(part))


def holdings(agencies: Collection[int], codes: Collection[str]) -> Holdings:
    """One publication for each sheet in public, of the day of its newest version."""
    return {(one.sheet.agency_id, code): (1, one.published_at) for code, one in _pairs(agencies, _of_codes(codes))}


def filling(agencies: Collection[int], items: Iterable[Item]) -> dict[tuple[int, str], str]:
    """(agency, item code) → where the public reads the sheet that fills the item: “/guide/7/”, “/agencies/7/”.

    `items` of a catalogue in force. One query for each kind of sheet.
    """
    filled = _filled(items)
    return {
        (one.sheet.agency_id, code): filled[code][0].public_address(one.sheet.agency_id)
        for code, one in _pairs(agencies, filled)
    }


def kind_of(item: Item) -> Kind | None:
    """The kind of sheet that fills the item; None where documents do."""
    return next((kind for kind, _ in _filled([item]).values()), None)


def days(agencies: Collection[int], codes: Collection[str], since: dt.date) -> Iterator[Published]:
    """The newest version of each sheet, where it was published since a day."""
    for code, one in _pairs(agencies, _of_codes(codes)):
        day = timezone.localdate(one.published_at)
        if day >= since:
            yield Published(one.sheet.agency_id, code, day, str(one))

"""The public lists: which there are, where they stand, and their pages numbered from the oldest.

Names are those under which `records` enters a publication. A numbered page is full and never changes again but by a
withdrawal or correction of what it shows, so it links forward by number: the number after the last full page leads to
the front (see `views.lists`), and publishing never touches an old page.
"""

from dataclasses import dataclass

from gongkai import pages
from gongkai.records import queries as records
from gongkai.records.models import Publication

SIZE = 20


@dataclass(frozen=True)
class Turn:
    """One page of a list. `number` None: the front. Addresses of neighbours are relative to the list's own."""

    entries: list[Publication]
    number: int | None
    newer: int | None
    older: int | None
    full: int

    @property
    def oldest(self) -> bool:
        """Whether a link to page 1 says something new."""
        return self.older is not None and self.older > 1


def turn(name: str, number: int | None) -> Turn:
    """The page of the list. Raises LookupError for a page that does not exist (yet)."""
    numbering = pages.numbering(name, SIZE)
    keys = pages.entries(name, numbering.serials(number))
    if number is None:
        pages.use(f"list:{name}")
    pages.use(*keys)
    newer = None if number is None else number + 1
    return Turn(records.by_list_keys(keys), number, newer, numbering.older(number), numbering.full)

"""List pages numbered from the oldest, so that an entry gets its page once. No Django.

Every entry has a serial: 1 for the first ever, never changed, never used again. Page n holds the serials
(n-1)*size+1 to n*size and exists when it is full; from then on nothing but a withdrawal changes it. The
front (the address without a number) shows the newest full page together with what came after it: size to
2*size-1 entries, fewer only while the list is short. So publishing one entry changes the front and, once in
`size` times, two more pages, whether there are a thousand entries or ten million. A page must therefore show
no count of all entries and no number of the last page, except the front.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PagesFromOldest:
    """The pages of a list. `last`: highest serial given (0: none); `size`: serials on a page."""

    last: int
    size: int

    def __post_init__(self) -> None:
        if self.size < 1 or self.last < 0:
            raise ValueError(f"列表的每页条数须为正数，序号不得为负：每页 {self.size} 条，最后序号 {self.last}。")

    @property
    def full(self) -> int:
        """Number of numbered pages: those that are full."""
        return self.last // self.size

    def exists(self, page: int) -> bool:
        """Whether the numbered page exists (else 404)."""
        return 1 <= page <= self.full

    def serials(self, page: int | None = None) -> range:
        """Serials on a numbered page, or on the front. Raises LookupError for a page that does not exist
        (yet).
        """
        if page is None:
            return range(max(self.full - 1, 0) * self.size + 1, self.last + 1)
        if not self.exists(page):
            raise LookupError(f"该列表没有第 {page} 页。")
        return range((page - 1) * self.size + 1, page * self.size + 1)

    def page_of(self, serial: int) -> int | None:
        """The numbered page of an entry; None while it stands on the front only."""
        page = (serial - 1) // self.size + 1
        return page if self.exists(page) else None

    def older(self, page: int | None = None) -> int | None:
        """The page before this one in time, None at the beginning."""
        older = (self.full if page is None else page) - 1
        return older if self.exists(older) else None

    def newer(self, page: int) -> int | None:
        """The page after this one in time; None means the front."""
        return page + 1 if self.exists(page + 1) else None

    def changed_by_publishing(self, serial: int) -> set[int | None]:
        """Pages to make again when this serial, the newest, has been given: the front (None), and at a turn
        of the page the new page and the one before it, whose way forward now leads to it."""
        if serial % self.size:
            return {None}
        turned = serial // self.size
        return {None, turned} | ({turned - 1} if turned > 1 else set())

    def changed_by_withdrawing(self, serial: int) -> set[int | None]:
        """Pages to make again when the entry with this serial has been withdrawn: those that showed it."""
        numbered = self.page_of(serial)
        shown: set[int | None] = {numbered} if numbered else set()
        return shown | ({None} if serial in self.serials() else set())

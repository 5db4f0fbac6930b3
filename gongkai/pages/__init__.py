"""Which facts each public page used, what must be made again when one changes, and pages of lists that never
shift.

Serves 条例第二十三条 and 第二十四条 (publication on the government's site, in a form that can be found
again) and the proof of removal. A portal view is decorated with `public_page`; the queries it calls say
`use("record:12")`; an act says `touch(["record:12", "list:item:8"])`; `press` asks for `stale()` pages.
Lists give each entry its place once (`enter`) and are cut into pages counted from the oldest
(`PagesFromOldest`).

    @public_page    use(*keys)    collect()    record(path, keys, etag=)    touch(keys)    stale()
    using(keys) enter(list, *keys) -> {key: serial}    leave(list, *keys)    numbering(list, size)
    entries(list, serials)
"""

from typing import TYPE_CHECKING, Any

from gongkai.pages.collector import collect, use
from gongkai.pages.from_oldest import PagesFromOldest

if TYPE_CHECKING:
    from gongkai.pages.actions import enter, forget, last_serial, leave, pressed, record, touch
    from gongkai.pages.decorators import public_page
    from gongkai.pages.queries import entries, numbering, stale, using

_NEED_DJANGO = (
    dict.fromkeys(("enter", "forget", "last_serial", "leave", "pressed", "record", "touch"), "actions")
    | dict.fromkeys(("entries", "numbering", "stale", "using"), "queries")
    | {"public_page": "decorators"}
)


def __getattr__(name: str) -> Any:
    """Load what needs models at first use: this package is imported while apps are being loaded."""
    from importlib import import_module

    if name in _NEED_DJANGO:
        return getattr(import_module(f"gongkai.pages.{_NEED_DJANGO[name]}"), name)
    raise AttributeError(name)


__all__ = [
    "PagesFromOldest",
    "collect",
    "enter",
    "entries",
    "forget",
    "last_serial",
    "leave",
    "numbering",
    "pressed",
    "public_page",
    "record",
    "stale",
    "touch",
    "use",
    "using",
]

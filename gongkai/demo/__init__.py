"""A whole instance to try: a fictional county, two years of its public information, one account per role.

Everything is built by the acts that people use, with the days on which they would have happened, so that lists, clocks
and the ledger are as in a real office. People are roles; place names, codes and telephone numbers belong to nobody.

Others may call: `build(folder, size)` inside a set-up Django, and read `accounts.json` in the demo's folder.
"""

from typing import Any


def build(*args: Any, **kwargs: Any) -> Any:
    """See `gongkai.demo.building.build`; loaded at first use, because the console script needs no Django."""
    from gongkai.demo import building

    return building.build(*args, **kwargs)


__all__ = ["build"]

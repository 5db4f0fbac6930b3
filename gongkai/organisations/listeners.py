"""Who wants to know that an agency was opened, renamed, changed or ended: apps above register in their `apps.py`."""

from collections.abc import Callable

from gongkai.organisations.models import Agency

Listener = Callable[[Agency], None]
_LISTENERS: list[Listener] = []


def register_change(listener: Listener) -> None:
    """Call `listener(agency)` inside every act that changes what is known of an agency."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def tell(agency: Agency) -> None:
    """Called by the acts, after the change is recorded."""
    for listener in _LISTENERS:
        listener(agency)

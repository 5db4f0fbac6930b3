"""The operator's calendar of working days: one table a year, with the notice it comes from, changed by an act.

Serves every period counted in working days (政府信息公开条例 Arts. 26, 30-34). Years already announced ship with the
package (`years/`); the next one is entered here when the State Council's notice appears, and confirming it says which
due dates move. A year without a table is never guessed in silence (`clock.Calendar`).

Others may call: ``current() -> clock.Calendar``, ``asked_once()``; ``register_dates(name, dates)`` of ``apps.py``,
where ``dates(calendar)`` yields ``OpenDate(key, label, url, due_on)`` for every open due date, so that the confirm
page can list what moves; ``actions.announce_year``. Console: ``gongkai clock due``.
"""

from gongkai.calendars.registry import OpenDate, register_dates
from gongkai.calendars.source import asked_once, current

__all__ = ["OpenDate", "asked_once", "current", "register_dates"]

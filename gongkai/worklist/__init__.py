"""What a person must do, for what, until when, from whom (待办). Nothing is stored here: each app registers a source
that computes its items from facts, so the list is true without any nightly job.

Others may call: `register_source`, `Item`, `for_person`, `calendar_feed`.
"""

from gongkai.worklist.queries import Item, calendar_feed, for_person, register_source

__all__ = ["Item", "calendar_feed", "for_person", "register_source"]

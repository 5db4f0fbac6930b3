"""The three ways in which the system says no. No Django, no imports: every layer may raise them.

    Refusal
    ├── NotYours   403  this person may not do this (strangers are shown 404 instead)
    ├── NotNow     409  the thing is in another state, or somebody else was faster
    └── NotLawful  422  the law, or the office's own rule, forbids it as asked

A refusal is help: it carries a code for tests and programs, what is wrong, the article it rests on, what to do
now, and the facts. Nothing is half-done after one: acts run in a transaction that a refusal rolls back.
"""

from typing import Any

__all__ = ["NotLawful", "NotNow", "NotYours", "Refusal", "short_of"]


class Refusal(Exception):
    """An act was refused.

    `message` and `remedy` are whole Chinese sentences; `source` names the article or local rule; `facts` are
    JSON-able values (numbers, dates as date objects, names) that the sentence speaks of.
    """

    status = 400
    heading = "未能办理"

    def __init__(self, code: str, message: str, *, source: str = "", remedy: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.source = source
        self.remedy = remedy
        self.facts = facts

    def __str__(self) -> str:
        parts = [self.message]
        if self.source:
            parts.append(f"依据：{self.source}。")
        if self.remedy:
            parts.append(self.remedy)
        return "".join(parts)


class NotYours(Refusal):
    """The person has no post that allows this act on this subject."""

    status = 403
    heading = "您不能办理这一事项"


class NotNow(Refusal):
    """The subject's state, or a competing act, does not allow this act at this moment."""

    status = 409
    heading = "现在还不能办理"


class NotLawful(Refusal):
    """The law or the place's rule forbids the act as asked."""

    status = 422
    heading = "不符合规定，未予办理"


def short_of(words: str, least: int, message: str) -> str:
    """What to say of a reason that is missing or shorter than `least` characters; "" where it suffices.

    `message` is the sentence for one that is missing: whoever wrote two characters is not told that there are none.
    """
    written = len("".join(words.split()))
    if written >= least:
        return ""
    return f"{message.rstrip('。')}，不少于{least}个字，现在只有{written}个字。" if written else message

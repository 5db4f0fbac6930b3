"""The acts of `review`, one function each, keyword-only, in the order *lock, who, when, law, change, record, letter*.

running   open_, change_parts, cancel, close
signing   sign, return_, return_many
asking    escalate, answer
inspections  order_correction, report_correction
"""

from gongkai.review.actions.asking import answer, escalate
from gongkai.review.actions.inspections import order_correction, report_correction
from gongkai.review.actions.running import cancel, change_parts, close, open_
from gongkai.review.actions.signing import return_, return_many, sign

__all__ = [
    "answer",
    "cancel",
    "change_parts",
    "close",
    "escalate",
    "open_",
    "order_correction",
    "report_correction",
    "return_",
    "return_many",
    "sign",
]

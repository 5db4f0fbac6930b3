"""The acts of `records`, one function each, keyword-only, in the order *lock, who, when, law, change, record, letter*.

drafting    create, edit, attach, detach, determine_attribute, submit, abandon
publishing  issue, publish, correct, drop_correction, set_validity
removing    withdraw, verify_removal
importing   take_over (records that were published elsewhere)
"""

from gongkai.records.actions.drafting import (
    abandon,
    attach,
    create,
    detach,
    determine_attribute,
    edit,
    submit,
)
from gongkai.records.actions.importing import take_over
from gongkai.records.actions.publishing import correct, drop_correction, issue, publish, revise, set_validity
from gongkai.records.actions.removing import verify_removal, withdraw

__all__ = [
    "abandon",
    "attach",
    "correct",
    "create",
    "detach",
    "determine_attribute",
    "drop_correction",
    "edit",
    "issue",
    "publish",
    "revise",
    "set_validity",
    "submit",
    "take_over",
    "verify_removal",
    "withdraw",
]

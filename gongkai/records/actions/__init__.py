"""The acts of `records`, one function each, keyword-only, in the order *lock, who, when, law, change, record, letter*.

drafting    create, edit, attach, detach, determine_attribute, submit, abandon
overturning overturn, drop_overturn (a published penalty decision no longer stands)
publishing  issue, publish, correct, revise, drop_correction
loading     load_intranet
scheduling  schedule, unschedule (publish_due: what the clock calls)
joint       set_joint
relating    set_relations, settle_effect
validity    set_validity, renew, let_expire
cleaning_up clean_up
reading     compare_original, make_reading, edit_reading, proofread_reading
demanding   demand_four, lower_four
emergency   open_emergency
redacting   make_public_part, redact_more
removing    withdraw, verify_removal
reporting   report_error, answer_error, pass_on_error
importing   take_over (records that were published elsewhere)
"""

from gongkai.records.actions.cleaning_up import clean_up
from gongkai.records.actions.demanding import demand_four, lower_four
from gongkai.records.actions.drafting import (
    abandon,
    attach,
    create,
    detach,
    determine_attribute,
    edit,
    submit,
)
from gongkai.records.actions.emergency import open_emergency
from gongkai.records.actions.importing import take_over
from gongkai.records.actions.joint import set_joint
from gongkai.records.actions.loading import load_intranet
from gongkai.records.actions.overturning import drop_overturn, overturn
from gongkai.records.actions.publishing import correct, drop_correction, issue, publish, revise
from gongkai.records.actions.reading import compare_original, edit_reading, make_reading, proofread_reading
from gongkai.records.actions.redacting import make_public_part, redact_more
from gongkai.records.actions.relating import set_relations, settle_effect
from gongkai.records.actions.removing import verify_removal, withdraw
from gongkai.records.actions.reporting import answer_error, pass_on_error, report_error
from gongkai.records.actions.scheduling import schedule, unschedule
from gongkai.records.actions.validity import let_expire, renew, set_validity

__all__ = [
    "abandon",
    "answer_error",
    "attach",
    "clean_up",
    "compare_original",
    "correct",
    "create",
    "demand_four",
    "detach",
    "determine_attribute",
    "drop_correction",
    "drop_overturn",
    "edit",
    "edit_reading",
    "issue",
    "let_expire",
    "load_intranet",
    "lower_four",
    "make_public_part",
    "make_reading",
    "open_emergency",
    "overturn",
    "pass_on_error",
    "proofread_reading",
    "publish",
    "redact_more",
    "renew",
    "report_error",
    "revise",
    "schedule",
    "set_joint",
    "set_relations",
    "set_validity",
    "settle_effect",
    "submit",
    "take_over",
    "unschedule",
    "verify_removal",
    "withdraw",
]

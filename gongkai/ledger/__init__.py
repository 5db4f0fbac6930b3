"""The append-only, hash-chained record of acts; every other number and page is derived from it.

Serves the filing duties (嵊州 六, 条例 Art. 45) and the proof a court asks for. An entry holds act, subject, actor
(id, and the name as text), times, before, after, the rule relied on, reason and facts. Entries of one subject form a
chain; a daily root covers all chains and can be kept off the server. Personal data never stands in an entry:
`sealed` values lie encrypted in an erasable table and the entry keeps a salted digest.

Others may call: `record`, `register_act`, `register_subject`, `reference`, `resolve`, `SYSTEM`, and `queries`.
"""

from gongkai.ledger.registry import (
    SYSTEM,
    Subject,
    act_sentence,
    lock,
    reference,
    register_act,
    register_subject,
    resolve,
    resolve_many,
    subject_kind,
)

__all__ = [
    "SYSTEM",
    "Subject",
    "act_sentence",
    "lock",
    "record",
    "reference",
    "register_act",
    "register_subject",
    "resolve",
    "resolve_many",
    "subject_kind",
]


def record(*args, **kwargs):  # type: ignore[no-untyped-def]
    """See `gongkai.ledger.actions.record` (imported late: models need the app registry)."""
    from gongkai.ledger.actions import record as write

    return write(*args, **kwargs)

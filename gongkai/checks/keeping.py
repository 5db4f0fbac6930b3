"""Acts on the words an instance keeps: the section of the competent authority adds and ends them."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.checks import policy
from gongkai.checks.models import KeptWord
from gongkai.refusals import NotLawful, NotNow

SHORTEST = 2


@transaction.atomic
def add_word(
    *,
    wrong: str,
    kind: str,
    reason: str,
    right: str = "",
    blocking: bool = False,
    in_titles: bool = False,
    since: dt.date | None = None,
    until: dt.date | None = None,
    unless: str = "",
    by: Any,
    at: dt.datetime | None = None,
) -> KeptWord:
    """Keep a word that every text is checked for from now on.

    `since` and `until` bound the days of the documents in which it is wrong; `unless`: longer words, one a line, in
    which it is right. Raises NotYours (not the section), NotLawful (too short, no reason, nothing wrong about it),
    NotNow (kept already).
    """
    policy.must_keep_words(by)
    wrong, right, reason = wrong.strip(), right.strip(), reason.strip()
    _must_be_sensible(wrong, right, reason, since, until, unless)
    kept_at = at or timezone.now()
    try:
        with transaction.atomic():
            word = KeptWord.objects.create(
                wrong=wrong,
                right=right,
                kind=KeptWord.Kind(kind),
                reason=reason,
                blocking=blocking,
                in_titles=in_titles,
                since=since,
                until=until,
                unless=unless.strip(),
                added_by=None if by is ledger.SYSTEM else by,
                added_at=kept_at,
            )
    except IntegrityError as error:
        raise NotNow("checks.word_kept", f"“{wrong}”已经在词表中。", remedy="要修改的，请先停用原来的一条。") from error
    after = {"wrong": wrong, "right": right, "kind": kind, "blocking": blocking, "in_titles": in_titles}
    days = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
    facts = {"wrong": wrong, "should": f"，应为“{right}”" if right else ""}
    ledger.record("checks.word_added", word, by=by, at=at, reason=reason, after=after | days, **facts)
    return word


def _must_be_sensible(
    wrong: str, right: str, reason: str, since: dt.date | None, until: dt.date | None, unless: str
) -> None:
    """Raise NotLawful for a word that would be found everywhere or says nothing."""
    longer = [line.strip() for line in unless.splitlines() if line.strip()]
    problem = ""
    if len(wrong) < SHORTEST:
        problem = f"不当写法至少{SHORTEST}个字，一个字会在大量文件中误报。"
    elif wrong == right:
        problem = "不当写法与规范写法相同。"
    elif not reason:
        problem = "没有写明理由或者出处。"
    elif since and until and until < since:
        problem = "截止日期早于起始日期。"
    elif any(wrong not in one or one == wrong for one in longer):
        problem = "“在这些词语中不算”的每一行应当是包含不当写法的更长的词语。"
    if problem:
        raise NotLawful("checks.word_unfit", problem, remedy="请修改后再登记。")


@transaction.atomic
def end_word(*, word: KeptWord, reason: str, by: Any, at: dt.datetime | None = None) -> KeptWord:
    """Stop checking for a word. Raises NotYours, NotNow (ended already), NotLawful (no reason)."""
    word = KeptWord.objects.select_for_update().get(pk=word.pk)
    policy.must_keep_words(by)
    if word.ended_at is not None:
        raise NotNow("checks.word_ended", f"“{word.wrong}”已经停用。", remedy="无需重复办理。")
    reason = reason.strip()
    if not reason:
        raise NotLawful("checks.word_end_reason", "没有写明停用的理由。", remedy="请写明为什么不再检查这个词语。")
    word.ended_at = at or timezone.now()
    word.save(update_fields=["ended_at"])
    ledger.record("checks.word_ended", word, by=by, at=at, reason=reason, wrong=word.wrong)
    return word

"""Checks of the whole ledger: asked for on the screen, done by a worker, kept with their result."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.ledger import policy, queries
from gongkai.ledger.models import Check
from gongkai.refusals import NotNow

MOST_FAULTS = 500  # one broken entry breaks its chain; beyond this the list says nothing new
State = Check.State


@transaction.atomic
def ask(*, by: Any) -> Check:
    """Queue a check of the whole ledger. Raises NotYours, NotNow while another one waits or runs."""
    from gongkai.ledger.tasks import run_check

    policy.must_read(by)
    if Check.objects.filter(state__in=[State.WAITING, State.RUNNING]).exists():
        raise NotNow("ledger.check_running", "已经有一次校验在排队或进行中。", remedy="请等它完成，本页会显示结果。")
    check = Check.objects.create(asked_by=by.actor_name)
    run_check.defer(check_id=check.pk)
    return check


def run(check: Check) -> Check:
    """Recompute everything, reporting progress as it goes; a crash is kept as such and raised again."""
    Check.objects.filter(pk=check.pk).update(state=State.RUNNING)
    faults: list[list[str]] = []
    try:
        for item in queries.verify():
            if isinstance(item, int):
                Check.objects.filter(pk=check.pk).update(checked=item)
            elif len(faults) < MOST_FAULTS:
                faults.append([item.where, item.what])
    except Exception:
        Check.objects.filter(pk=check.pk).update(state=State.FAILED, finished_at=timezone.now())
        raise
    state = State.FAULTY if faults else State.SOUND
    Check.objects.filter(pk=check.pk).update(state=state, faults=faults, finished_at=timezone.now())
    check.refresh_from_db()
    return check

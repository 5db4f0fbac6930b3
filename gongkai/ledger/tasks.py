"""Work of the ledger that is done by a worker."""

from procrastinate.contrib.django import app

from gongkai.jobs import RETRY


@app.task(name="ledger.check", queue="ledger", retry=RETRY)
def run_check(check_id: int) -> None:
    """Recompute the whole ledger for a check that was asked for."""
    from gongkai.ledger import checking
    from gongkai.ledger.models import Check

    checking.run(Check.objects.get(pk=check_id))


@app.periodic(cron="10 17 * * *")  # counted in UTC: ten past one in Beijing, after the margin of `close_day`
@app.task(name="ledger.close_days", queue="ledger", queueing_lock="ledger.close_days")
def close_days(timestamp: int) -> None:
    """The daily root of the day that has ended, and of any day missed before it."""
    from gongkai.ledger import actions

    actions.close_days()

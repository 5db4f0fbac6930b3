"""Work done after an act has committed."""

from procrastinate.contrib.django import app

from gongkai.jobs import RETRY
from gongkai.records.models import Publication


class StillThere(Exception):
    """Some address still answers: the job is tried again, and the worklist shows it meanwhile."""


@app.task(name="records.prove_removal", queue="records", retry=RETRY)
def prove_removal(publication_id: int) -> None:
    """Fetch the addresses of a taken-down record and keep the proof."""
    from gongkai.records.actions import verify_removal

    rows = verify_removal(publication=Publication.objects.select_related("record").get(pk=publication_id))
    if not all(row.gone for row in rows):
        raise StillThere(publication_id)


@app.task(name="records.take_words", queue="records", retry=RETRY)
def take_words(record_id: int, file_id: int) -> None:
    """What the machine read of a scan, for one record that has it."""
    from gongkai.records.actions.reading import take_words

    take_words(record_id, file_id)


@app.periodic(cron="20 17 * * *")  # counted in UTC: twenty past one in Beijing
@app.task(name="records.forget_senders", queue="records", queueing_lock="records.forget_senders")
def forget_senders(timestamp: int) -> None:
    """Erase who reported an error, and in which words, when the time they are kept for is over."""
    from gongkai.records.actions.reporting import forget_senders

    forget_senders()


@app.periodic(cron="* * * * *")
@app.task(name="records.publish_due", queue="records", queueing_lock="records.publish_due")
def publish_due(timestamp: int) -> None:
    """Publish what was set for a time that has come; whatever was missed is caught up with."""
    from gongkai.records.actions.scheduling import publish_due

    publish_due()

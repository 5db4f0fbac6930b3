"""Work done after an act has committed."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongkai.records.models import Publication


class StillThere(Exception):
    """Some address still answers: the job is tried again, and the worklist shows it meanwhile."""


@app.task(name="records.prove_removal", queue="records", retry=RetryStrategy(max_attempts=4, exponential_wait=20))
def prove_removal(publication_id: int) -> None:
    """Fetch the addresses of a taken-down record and keep the proof."""
    from gongkai.records.actions import verify_removal

    rows = verify_removal(publication=Publication.objects.select_related("record").get(pk=publication_id))
    if not all(row.gone for row in rows):
        raise StillThere(publication_id)

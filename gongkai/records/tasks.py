"""Work done after an act has committed."""

from procrastinate.contrib.django import app

from gongkai.records.models import Publication


@app.task(name="records.prove_removal", queue="records", retry=3)
def prove_removal(publication_id: int) -> None:
    """Fetch the addresses of a taken-down record and keep the proof."""
    from gongkai.records.actions import verify_removal

    verify_removal(publication=Publication.objects.select_related("record").get(pk=publication_id))

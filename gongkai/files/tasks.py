"""Work done after an upload has committed: reading scans, one at a time; each page takes seconds."""

from procrastinate.contrib.django import app

from gongkai.jobs import RETRY


@app.task(name="files.read_scan", queue="files", lock="files.ocr", retry=RETRY)
def read_scan(file_id: int) -> None:
    """Read the scanned pages of a file and keep the words."""
    from gongkai.files import actions

    actions.read_scan(file_id)

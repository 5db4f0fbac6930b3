"""Work done after an act has committed: reading scans, one at a time (each page takes seconds), and the two stores."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from gongkai.jobs import MOST, RETRY

UNREAD = "服务器多次没有识别出这个文件中的文字。请重新上传，或者直接录入正文。"


@app.task(name="files.read_scan", queue="files", lock="files.ocr", retry=RETRY, pass_context=True)
def read_scan(context: JobContext, file_id: int) -> None:
    """Read the scanned pages of a file and keep the words; after the last attempt nobody is left waiting."""
    from gongkai.files import actions

    try:
        actions.read_scan(file_id)
    except Exception:
        if context.job.attempts >= MOST:
            actions.reading_failed(file_id, UNREAD)
        raise


@app.task(name="files.settle", queue="files", retry=RETRY)
def settle(file_id: int, name: str) -> None:
    """Put or remove a public copy where the act that changed it could not."""
    from gongkai.files import settling

    settling.settle(file_id, name)


@app.periodic(cron="40 * * * *")
@app.task(name="files.settle_all", queue="files", queueing_lock="files.settle_all")
def settle_all(timestamp: int) -> None:
    """Whatever a crash or a full disk left of acts: nothing withdrawn stays public for more than an hour."""
    from gongkai.files import settling

    settling.settle_all()


@app.periodic(cron="50 17 * * *")  # counted in UTC: ten to two in Beijing
@app.task(name="files.sweep", queue="files", queueing_lock="files.sweep")
def sweep(timestamp: int) -> None:
    """Originals that belong to no upload."""
    from gongkai.files import settling

    settling.sweep()

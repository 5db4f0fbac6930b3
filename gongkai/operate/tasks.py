"""The queue looks after itself: what a killed worker left in hand is taken up again."""

import logging

from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from gongkai.jobs import BEHIND, MOST

log = logging.getLogger(__name__)
SILENT = 60.0  # seconds without a heartbeat (one every ten) after which a worker counts as gone


async def take_up_interrupted() -> int:
    """Put jobs whose worker is gone back into the queue; returns how many. Safe to repeat.

    Until then such a job is in hand for ever, and with it the lock that all its fellows wait for.
    """
    return sum([await _take_up(job) for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT)])


async def _take_up(job: Job) -> bool:
    """Whether the job waits again. One that has killed its worker time and again, or has a successor, is given up."""
    jobs = app.job_manager
    try:
        if job.attempts >= MOST or await _has_successor(job):
            log.error("job %s (%s) was interrupted for the last time and is given up", job.id, job.task_name)
            await jobs.finish_job(job, Status.FAILED, delete_job=False)
            return False
        log.warning("job %s (%s) was interrupted and is taken up again", job.id, job.task_name)
        await jobs.retry_job(job, priority=BEHIND)
    except exceptions.ConnectorException:  # another worker was faster: it has been taken up, or has ended
        log.info("job %s (%s) is no longer interrupted", job.id, job.task_name)
        return False
    return True


async def _has_successor(job: Job) -> bool:
    """Whether the same work waits already: the queue holds a queueing lock only once."""
    if not job.queueing_lock:
        return False
    return bool(list(await app.job_manager.list_jobs_async(queueing_lock=job.queueing_lock, status="todo")))


@app.periodic(cron="* * * * *")
@app.task(name="operate.take_up_interrupted", queue="operate", queueing_lock="operate.take_up_interrupted")
async def take_up(timestamp: int) -> None:
    """Every minute: a worker that was just killed has a heartbeat of some seconds ago when the next one starts."""
    await take_up_interrupted()

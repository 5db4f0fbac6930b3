"""How often, and after how long, work of the queue that failed is tried again: one answer for every task."""

from procrastinate import RetryStrategy
from procrastinate.jobs import Job
from procrastinate.retry import RetryDecision

MOST = 7  # further attempts, after 6 s, 36 s, 4, 22 and 130 minutes, 13 hours and 3 days: an outage over a week-end
BEHIND = -1  # priority of a job that has failed or was interrupted


class Again(RetryStrategy):
    """Wait longer each time, and behind the others.

    The queue lets nobody pass a waiting job of the same lock and priority: a job that waits hours for its next attempt
    would hold up all that share its lock, so it goes to the end of the line.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        decision = super().get_retry_decision(exception=exception, job=job)
        if decision is not None:
            decision.priority = BEHIND
        return decision


RETRY = Again(max_attempts=MOST, exponential_wait=6)

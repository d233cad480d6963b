"""Queue work in the transaction of whoever asks, in a page and in a task alike: no job without its fact, no fact
without its job.

The queue's own way of asking keeps that promise in pages only. Inside a worker it queues over connections of its own:
a job is taken up before the fact it is about is committed, finds nothing and is done; or stays when nothing came of it.
"""

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

_JOBS = JobManager(DjangoConnector())


def queue_work(task: str, *each: dict[str, str], queue: str) -> None:
    """One job of `task` for each set of arguments. They are opaque ids: what is queued stands behind no row policy."""
    if each:
        configure_task(name=task, job_manager=_JOBS, queue=queue).batch_defer(*each)

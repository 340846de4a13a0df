"""What worker processes do: jobs that find their work in the database, and the processes that run them.

Every job may run late and twice, at the same time as well: the rows it works on are locked, and each effect has its
key.
"""

import multiprocessing
import os
import signal
from multiprocessing.connection import wait
from types import FrameType

from rq import Worker
from rq.serializers import JSONSerializer

from dialer import attachments, queues, recorder, reports, smart_lists, texting
from dialer.bootstrap import Services
from dialer.followup import settle_due
from dialer.imports import run_import
from dialer.logs import get_log
from dialer.queues import Job
from dialer.supervisor.leash import die_with_parent

log = get_log(__name__)

MAINTENANCE_SECONDS = 60
"""How often a worker looks for jobs of workers that died."""

WATCH_SECONDS = 5
"""How often a worker looks after the child that runs its job."""

LEAVE_SECONDS = 3
"""How long a worker may take to finish its job when asked to end; the job is nudged again by the engine."""

_ours: list[Services] = []


def followup() -> None:
    """Settles the attempts, sends the texts and fetches the recordings and files that are due; then feeds campaigns and
    sums past days."""
    services = _services()
    now = services.clock.now()
    settle_due(services, now)
    texting.send_due(services, now)
    recorder.tend(services, now)
    attachments.tend(services, now)
    smart_lists.feed_due(services, now)
    reports.sum_up(services, now)


def imports() -> None:
    """Reads the lead files that wait, one after the other."""
    services = _services()
    while run_import(services):
        pass


def run_worker(services: Services, job: Job | None = None, *, burst: bool = False) -> None:
    """Works until asked to end: on one job's queue, or with None on all, each in a process of its own.

    With `burst` it ends when the queue is empty.
    """
    serve(services)
    if job is None:
        _run_all(services)
        return
    redis = queues.connect(services.settings)
    worker = Worker(
        [queues.queue_of(job, redis)],
        connection=redis,
        serializer=JSONSerializer,
        maintenance_interval=MAINTENANCE_SECONDS,
        job_monitoring_interval=WATCH_SECONDS,
        log_job_description=False,
    )
    log.info("worker_started", queue=job.value)
    worker.work(burst=burst, logging_level="WARNING")


def serve(services: Services) -> None:
    """Makes these the services of this process and of the children that RQ forks for its jobs.

    A child drops the database connections it inherited: two processes on one of them would mix their answers.
    """
    if not _ours:
        os.register_at_fork(after_in_child=_forget)
    _ours[:] = [services]


def _services() -> Services:
    assert _ours, "jobs run in a worker process, which calls serve() first"
    return _ours[0]


def _forget() -> None:
    for services in _ours:
        services.db.forget()


def _run_all(services: Services) -> None:
    """One child per queue. When one ends the others are asked to end too, and the supervisor starts all anew."""
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_child, args=(services, job), name=job.value) for job in Job]
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    for child in children:
        child.start()
    try:
        wait([child.sentinel for child in children])
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.join(LEAVE_SECONDS)
            child.kill()
    log.warning("worker_ended", queues=",".join(child.name for child in children if child.exitcode))


def _child(services: Services, job: Job) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    die_with_parent(signal.SIGTERM)
    run_worker(services, job)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)

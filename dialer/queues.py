"""The queues of work that may run late and twice, and the nudge that puts a job into one.

A job carries no work, only the word that there is some: what is due stands in the database, and the engine nudges again
as long as it is. So Valkey may lose a queue, and a worker may die after taking a job, without anything being lost.
"""

from functools import lru_cache

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from dialer.config import Settings
from dialer.logs import get_log
from telephony.words import Word

log = get_log(__name__)

COALESCE_MS = 500
"""Nudges for the same job within this time are one."""

STALE_SECONDS = 60
"""A nudge that no worker took by then is dropped; the engine has made newer ones since."""


class Job(Word):
    """What can be asked for. Each has its own queue and its own worker process: RQ loses jobs of a killed worker that
    listens on several queues."""

    FOLLOWUP = "followup", "Settle the attempts and send the texts that are due."
    IMPORTS = "imports", "Read the lead files that wait."

    @property
    def function(self) -> str:
        return f"dialer.jobs.{self.value}"


TIMEOUT_SECONDS = {Job.FOLLOWUP: 120, Job.IMPORTS: 3600}


def nudge(settings: Settings, job: Job) -> bool:
    """Puts a job into its queue; False when the same was asked for just now. Raises RedisError while Valkey is away."""
    redis = _connection(_url(settings))
    if not redis.set(f"nudged:{job.value}", 1, nx=True, px=COALESCE_MS):
        return False
    queue_of(job, redis).enqueue(
        job.function,
        job_timeout=TIMEOUT_SECONDS[job],
        ttl=STALE_SECONDS,
        result_ttl=0,
        failure_ttl=24 * 3600,
        retry=Retry(max=3),
    )
    return True


def nudge_safely(settings: Settings, job: Job) -> None:
    """Nudges if it can; while Valkey is away the work waits in the database for the engine's next nudge."""
    try:
        nudge(settings, job)
    except RedisError as error:
        log.warning("nudge_failed", job=job.value, error=type(error).__name__)


def queue_of(job: Job, redis: Redis) -> Queue:
    """The job's queue; jobs travel as JSON, never as pickled objects."""
    return Queue(job.value, connection=redis, serializer=JSONSerializer)


def connect(settings: Settings) -> Redis:
    """A connection of its own, as a worker needs: its reads wait for as long as they must."""
    return Redis.from_url(_url(settings), socket_connect_timeout=2)


@lru_cache(maxsize=8)
def _connection(url: str) -> Redis:
    return Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=5)


def _url(settings: Settings) -> str:
    assert settings.redis_url is not None, "services are only built with a known REDIS_URL"
    return settings.redis_url

"""Nudges through a real Valkey, and a worker that finds its work in the database."""

import pytest
from redis import Redis
from redis.exceptions import RedisError
from rq import Worker
from rq.serializers import JSONSerializer

from dialer import jobs, queues
from dialer.followup import SETTLES_AFTER
from dialer.queues import Job
from telephony.endings import EndingKind
from tests.flow.conftest import begin, services, story

__all__ = ["begin", "services", "story"]


@pytest.fixture
def redis(redis_url):
    connection = Redis.from_url(redis_url)
    connection.flushall()
    yield connection
    connection.close()


def test_many_nudges_are_one_job(settings, redis):
    answers = [queues.nudge(settings, Job.FOLLOWUP) for _ in range(5)]

    assert answers == [True, False, False, False, False]
    assert queues.queue_of(Job.FOLLOWUP, redis).count == 1


def test_each_job_has_its_own_queue(settings, redis):
    queues.nudge(settings, Job.FOLLOWUP)
    queues.nudge(settings, Job.IMPORTS)

    assert [queues.queue_of(job, redis).count for job in Job] == [1, 1]


def test_jobs_travel_as_json_and_are_retried(settings, redis):
    queues.nudge(settings, Job.FOLLOWUP)

    (job,) = queues.queue_of(Job.FOLLOWUP, redis).jobs
    assert job.serializer is JSONSerializer
    assert job.func is jobs.followup
    assert (job.args, job.kwargs) == ([], {})
    assert job.retries_left == 3


def test_without_valkey_a_nudge_says_so_or_is_let_go(settings, tmp_path):
    from dataclasses import replace

    away = replace(settings, redis_url=f"unix://{tmp_path}/nothing")

    with pytest.raises(RedisError):
        queues.nudge(away, Job.FOLLOWUP)
    queues.nudge_safely(away, Job.FOLLOWUP)


def test_a_worker_settles_and_texts_what_is_due(story, redis):
    attempt = story.call(EndingKind.no_answer)
    story.clock.advance(SETTLES_AFTER)
    queues.nudge(story.services.settings, Job.FOLLOWUP)

    jobs.run_worker(story.services, Job.FOLLOWUP, burst=True)

    assert story.attempt(attempt).outcome == "no_answer"
    assert len(story.texts()) == 1
    assert queues.queue_of(Job.FOLLOWUP, redis).count == 0


def test_case_083_a_job_lost_with_the_queue_is_made_up_by_the_next_nudge(story, redis):
    story.call(EndingKind.no_answer)
    story.clock.advance(SETTLES_AFTER)
    queues.nudge(story.services.settings, Job.FOLLOWUP)
    redis.flushall()

    queues.nudge(story.services.settings, Job.FOLLOWUP)
    jobs.run_worker(story.services, Job.FOLLOWUP, burst=True)

    assert len(story.texts()) == 1


def test_case_083_a_job_that_died_with_its_worker_is_made_up_and_its_effect_is_there_once(story, redis):
    """RQ takes a job from its queue before any registry knows of it: a worker that is killed then takes it along."""
    story.missed()
    for _ in range(2):
        assert queues.nudge(story.services.settings, Job.FOLLOWUP)
        taken = queues.queue_of(Job.FOLLOWUP, redis).pop_job_id()
        assert taken is not None
        assert queues.queue_of(Job.FOLLOWUP, redis).count == 0
        redis.delete(f"nudged:{Job.FOLLOWUP}")
    assert story.texts() == []

    queues.nudge(story.services.settings, Job.FOLLOWUP)
    jobs.run_worker(story.services, Job.FOLLOWUP, burst=True)
    redis.delete(f"nudged:{Job.FOLLOWUP}")
    queues.nudge(story.services.settings, Job.FOLLOWUP)
    jobs.run_worker(story.services, Job.FOLLOWUP, burst=True)

    assert len(story.texts()) == len(story.outbox()) == 1


def test_the_worker_leaves_the_parents_connections_alone(story, redis):
    queues.nudge(story.services.settings, Job.FOLLOWUP)

    jobs.run_worker(story.services, Job.FOLLOWUP, burst=True)

    assert story.services.db.answers()
    assert Worker.count(connection=redis) == 0

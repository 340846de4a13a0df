"""Answers for machines that watch over the installation."""

from datetime import timedelta

from dialer.bootstrap import Services
from dialer.clock import FixedClock
from dialer.store import lease
from tests.support.browser import Browser


def test_the_process_says_that_it_lives(client: Browser) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"ok": True})


def test_it_is_ready_only_while_an_engine_holds_its_lease(
    client: Browser, services: Services, clock: FixedClock
) -> None:
    waiting = client.get("/readyz")
    checks = {"database": True, "valkey": True, "migrated": True, "processes": True, "engine": False}
    assert (waiting.status_code, waiting.json) == (503, {"ready": False, "checks": checks})
    with services.db.transaction() as conn:
        lease.take(conn, "engine", "host:1", clock.now(), clock.now() + timedelta(seconds=10))
    assert client.get("/readyz").status_code == 200
    clock.advance(timedelta(seconds=11))
    assert client.get("/readyz").status_code == 503

"""Each process is killed in turn during running sessions; nothing is lost, doubled or left behind."""

import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from dialer.core.campaigns import CampaignSettings
from dialer.store.session import Database
from tests.support import builders
from tests.support.bots import Bot
from tests.support.running import Running, relist, wait_for

AGENTS = 3
LEADS = 240
SPEED = 12


def _floor(db: Database) -> tuple[int, list[builders.User]]:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        settings = CampaignSettings(wrap_up_seconds=0, per_number_per_day=9, min_hours_between=0)
        sequence = conn.execute(text("SELECT id FROM sequence ORDER BY id LIMIT 1")).scalar_one()
        campaign = builders.a_campaign(conn, settings=settings, sequence_id=sequence)
        builders.a_caller_id(conn, e164="+12175550199")
        conn.execute(text("UPDATE caller_id SET daily_limit = 100000"))
        for _ in range(LEADS):
            builders.an_enrollment(conn, campaign, builders.a_lead(conn), hours_key="C|IL")
        return campaign, [builders.a_user(conn) for _ in range(AGENTS)]


@pytest.mark.timeout(400)
def test_no_call_text_or_disposition_is_lost_doubled_or_stranded_when_processes_are_killed(tmp_path: Path) -> None:
    with relist(tmp_path, RELIST_PRACTICE_SPEED=str(SPEED)) as running:
        campaign, users = _floor(running.db)
        bots = [Bot(running.address, user.email, builders.PASSWORD, Random(user.id)) for user in users]
        for bot in bots:
            bot.log_in()
            bot.start(campaign)
        threads = [threading.Thread(target=bot.work, daemon=True) for bot in bots]
        for thread in threads:
            thread.start()
        for name in ("engine", "worker", "web", "Valkey"):
            _kill_amid_calls(running, name)
        _bring_home(running, bots, threads)
        _nothing_lost(running, bots)


def _kill_amid_calls(running: Running, name: str) -> None:
    """Kills a process while calls are in the air, and waits until work goes on without it and then with it."""
    wait_for("calls are in the air", lambda: running.ask(_IN_THE_AIR) >= 2)
    before = {question: running.ask(question) for question in (_PLACED, _SETTLED, _TEXTS)}
    old = running.pid(name)
    running.kill(name)
    wait_for(f"{name} is back", lambda: running.is_back(name, old))
    for question, count in before.items():
        wait_for(f"work goes on after {name}", lambda q=question, c=count: running.ask(q) > c)  # type: ignore[misc]


def _bring_home(running: Running, bots: list[Bot], threads: list[threading.Thread]) -> None:
    for bot in bots:
        bot.command("end", now=False)
    wait_for("all sessions are over", lambda: running.ask(_OPEN_SESSIONS) == 0, 120)
    for bot, thread in zip(bots, threads, strict=True):
        bot.stop.set()
        thread.join(10)
        bot.close()
    wait_for("all calls are over", lambda: running.ask(_OPEN_CALLS) == 0, 60)
    wait_for("all attempts are settled", lambda: running.ask(_OPEN_ATTEMPTS) == 0, 60)
    wait_for("all texts that are due have left", lambda: running.ask(_DUE_TEXTS) == 0, 60)
    wait_for("all promises are kept", lambda: running.ask(_PROMISES) == 0, 60)
    # The sequence goes on meanwhile, so that a text may be on its way at any moment; a lost one is for ever.
    wait_for("no text is written that was never sent", lambda: running.ask(_UNSENT) == 0, 60)


_IN_THE_AIR = "SELECT count(*) FROM call WHERE ended_at IS NULL AND role = 'lead'"
_PLACED = "SELECT count(*) FROM practice_page WHERE page ? 'placements'"
_SETTLED = "SELECT count(*) FROM attempt WHERE NOT open"
_TEXTS = "SELECT count(*) FROM message WHERE direction = 'out' AND state <> 'planned'"
_OPEN_SESSIONS = "SELECT count(*) FROM session WHERE ended_at IS NULL"
_OPEN_CALLS = "SELECT count(*) FROM call WHERE ended_at IS NULL"
_OPEN_ATTEMPTS = "SELECT count(*) FROM attempt WHERE open"
_DUE_TEXTS = (
    "SELECT count(*) FROM touch WHERE channel = 'text' AND state = 'planned' AND due_at < now() - interval '5 s'"
)
_UNSENT = "SELECT count(*) FROM message WHERE direction = 'out' AND state IN ('planned', 'requested')"
_PROMISES = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')"


def _nothing_lost(running: Running, bots: list[Bot]) -> None:
    with running.db.transaction() as conn:
        ask: Callable[[str], list[Any]] = lambda question: list(conn.execute(text(question)).scalars())  # noqa: E731
        placed = ask("SELECT (page ->> 'placements')::int FROM practice_page WHERE page ? 'placements'")
        assert set(placed) == {1}, "a call was dialed twice"
        assert not ask("SELECT id FROM enrollment WHERE state = 'claimed'"), "a lead was stranded on a line"
        twice = "SELECT touch_id FROM (SELECT key AS touch_id, count(*) AS n FROM outbox GROUP BY key) x WHERE n > 1"
        assert not ask(twice)
        doubled = """
            SELECT t.id FROM touch t JOIN message m ON m.id = t.message_id
             WHERE t.channel = 'text' GROUP BY t.id HAVING count(*) > 1
        """
        assert not ask(doubled), "a touch sent two texts"
        unended = ask("SELECT id FROM attempt WHERE ended_at IS NULL OR ending = '' OR outcome = ''")
        assert not unended, "an attempt has no ending or no outcome"
        stored = dict(conn.execute(text("SELECT id, disposition FROM attempt WHERE disposition <> ''")).all())
    said = {attempt: result for bot in bots for attempt, result in bot.said.items()}
    assert said, "nobody talked to anybody"
    assert said.items() <= stored.items(), "a disposition that was acknowledged is not there"

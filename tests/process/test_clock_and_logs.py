"""The clock that tests move, and log lines that anybody may read."""

import logging
from datetime import UTC, datetime, timedelta, timezone

import pytest

from dialer.clock import FixedClock, SystemClock
from dialer.config import LogLevel
from dialer.logs import LineFormatter, configure, get_log

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(NOON)
    assert clock.now() == clock.now() == NOON
    assert clock.advance(timedelta(seconds=90)) == NOON + timedelta(seconds=90)
    assert clock.now() == NOON + timedelta(seconds=90)
    assert clock.monotonic() == 90


def test_a_fixed_clock_gives_utc_whatever_zone_it_was_started_in() -> None:
    clock = FixedClock(NOON.astimezone(timezone(timedelta(hours=-5))))
    assert clock.now().tzinfo is UTC
    assert clock.now() == NOON


def test_a_fixed_clock_refuses_to_guess_a_zone_or_to_go_back() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        FixedClock(datetime(2026, 3, 2, 12))  # noqa: DTZ001 - that is what is refused
    with pytest.raises(ValueError, match="cannot go back"):
        FixedClock(NOON).advance(timedelta(seconds=-1))


def test_the_system_clock_is_aware_and_its_monotonic_side_does_not_go_back() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    earlier = clock.monotonic()
    assert clock.monotonic() >= earlier


def line(record: logging.LogRecord) -> str:
    return LineFormatter().format(record)


def test_an_event_becomes_one_line_of_facts(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        get_log("calls").info("call_ended", call_id="c1", seconds=12, why="no answer", to=None)
    text = line(caplog.records[0])
    assert text.endswith('level=info log=calls event=call_ended call_id=c1 seconds=12 why="no answer" to=None')
    assert text.startswith("at=20")


def test_personal_facts_are_masked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        get_log("calls").info("call_ended", pii_number="+12175550123", pii_name="Ada", pii_none=None)
    text = line(caplog.records[0])
    assert 'pii_number="••••23" pii_name="••••" pii_none=None' in text
    assert "5550" not in text
    assert "Ada" not in text


def test_numbers_and_addresses_in_other_peoples_sentences_go_too(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("library").warning("refused %s for %s", "(217) 555-0123", "ada@example.com")
        try:
            raise ValueError("bad number +12175550123")
        except ValueError:
            get_log("calls").exception("call_failed")
    sentence, failure = (line(record) for record in caplog.records)
    assert "555" not in sentence + failure
    assert "ada@" not in sentence
    assert "ValueError: bad number" in failure
    assert "\n" not in failure


def test_the_level_is_honoured(capsys: pytest.CaptureFixture[str], restored_logging: None) -> None:
    configure(LogLevel.WARNING)
    get_log("calls").info("quiet")
    get_log("calls").warning("loud")
    errors = capsys.readouterr().err
    assert "event=loud" in errors
    assert "quiet" not in errors


@pytest.fixture
def restored_logging() -> object:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    # Handlers that pytest added would be closed by `configure`; they come back afterwards.
    root.handlers = []
    yield
    root.handlers, root.level = handlers, level

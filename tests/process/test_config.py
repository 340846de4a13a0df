"""Settings are read once, and every problem is told at once."""

import threading
from pathlib import Path

import pytest

from dialer.config import CarrierName, ConfigError, LogLevel, Settings, child_environment, load_settings

LONG_SECRET = "0123456789abcdef0123456789abcdef"


def settings(folder: Path, **environ: str) -> Settings:
    return load_settings({"RELIST_DATA_DIR": str(folder), **environ})


def problems(folder: Path, **environ: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        settings(folder, **environ)
    return caught.value.problems


def test_an_empty_environment_is_a_working_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = load_settings({})
    assert made.data_dir == tmp_path / ".relist"
    assert (made.host, made.port, made.public_url) == ("127.0.0.1", 8080, "http://127.0.0.1:8080")
    assert made.database_url is None
    assert made.redis_url is None
    assert made.carrier is CarrierName.PRACTICE
    assert made.allowed_prefixes == ("+1",)
    assert made.log_level is LogLevel.INFO


def test_every_problem_is_told_at_once_and_names_its_variable(tmp_path: Path) -> None:
    wrong = {
        "RELIST_PORT": "eighty",
        "RELIST_PUBLIC_URL": "dial.example.com",
        "DATABASE_URL": "mysql://host/name",
        "REDIS_URL": "localhost:6379",
        "RELIST_SECRET_KEY": "short",
        "RELIST_CARRIER": "pigeon",
        "RELIST_PRACTICE_SPEED": "0.5",
        "RELIST_PRACTICE_SEED": "x",
        "RELIST_ALLOWED_PREFIXES": "+1,44",
        "RELIST_DAILY_SPEND_CAP": "a lot",
        "RELIST_LOG_LEVEL": "loud",
    }
    told = problems(tmp_path, **wrong)
    assert sorted(line.split()[0] for line in told) == sorted(wrong)
    assert all(": give " in line for line in told)


@pytest.mark.parametrize(
    ("variable", "refused"),
    [
        ("RELIST_PORT", "0"),
        ("RELIST_PORT", "65536"),
        ("RELIST_PRACTICE_SPEED", "nan"),
        ("RELIST_PRACTICE_SPEED", "1001"),
        ("RELIST_DAILY_SPEND_CAP", "-1"),
        ("RELIST_DAILY_SPEND_CAP", "0.001"),
        ("RELIST_DAILY_SPEND_CAP", "Infinity"),
        ("RELIST_DAILY_SPEND_CAP", "NaN"),
        ("RELIST_ALLOWED_PREFIXES", "+"),
        ("RELIST_ALLOWED_PREFIXES", "+01"),
        ("RELIST_PUBLIC_URL", "ftp://example.com"),
    ],
)
def test_a_value_just_outside_is_refused(tmp_path: Path, variable: str, refused: str) -> None:
    (told,) = problems(tmp_path, **{variable: refused})
    assert told.startswith(variable)


@pytest.mark.parametrize(
    ("carrier", "missing"),
    [
        ("twilio", ["RELIST_BROKERAGE", "RELIST_PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"]),
        ("sip", ["RELIST_BROKERAGE", "RELIST_SIP_SERVER"]),
    ],
)
def test_a_real_carrier_is_not_used_half_configured(tmp_path: Path, carrier: str, missing: list[str]) -> None:
    told = problems(tmp_path, RELIST_CARRIER=carrier)
    assert sorted(line.split()[0] for line in told) == missing


WHOLE_TWILIO = {
    "RELIST_CARRIER": "twilio",
    "RELIST_BROKERAGE": "Sample Realty",
    "RELIST_PUBLIC_URL": "https://dial.example.com",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "t" * 32,
}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"TWILIO_ACCOUNT_SID": "SK" + "0" * 32}, ["copy the Account SID from the first page"]),
        ({"TWILIO_AUTH_TOKEN": "short"}, ["copy it from the first page of Twilio's console"]),
        ({"TWILIO_API_KEY_SID": "SK" + "0" * 32}, ["TWILIO_API_KEY_SECRET is missing"]),
        ({"TWILIO_API_KEY_SECRET": "s" * 32}, ["TWILIO_API_KEY_SID is missing"]),
        ({"TWILIO_API_KEY_SID": "AC" + "0" * 32, "TWILIO_API_KEY_SECRET": "s"}, ["copy the SID of a standard API key"]),
        ({"TWILIO_MESSAGING_SERVICE_SID": "+12175550123"}, ["copy the service's SID from Messaging"]),
        ({"TWILIO_SECONDARY_TOKEN": "t" * 32}, ["leave it out unless the tokens are being rotated"]),
        (
            {"TWILIO_ACCOUNT_SID": "", "TWILIO_API_KEY_SID": "x", "TWILIO_MESSAGING_SERVICE_SID": "y"},
            ["TWILIO_ACCOUNT_SID is missing", "TWILIO_API_KEY_SECRET is missing", "standard API key", "service's SID"],
        ),
    ],
)
def test_wrong_and_half_set_credentials_of_twilio_are_told_all_at_once_with_the_next_step(
    tmp_path: Path, wrong: dict[str, str], told: list[str]
) -> None:
    found = problems(tmp_path, **WHOLE_TWILIO | wrong)
    assert [word in line for word, line in zip(told, found, strict=True)] == [True] * len(told)
    assert not any(secret in line for line in found for secret in ("t" * 32, "s" * 32, "short", "5550123"))


def test_a_whole_account_and_another_services_own_names_are_taken(tmp_path: Path) -> None:
    assert settings(tmp_path, **WHOLE_TWILIO).twilio_account_sid == "AC" + "0" * 32
    other = {"TWILIO_API_URL": "https://calls.example.com", "TWILIO_ACCOUNT_SID": "project-7", "TWILIO_AUTH_TOKEN": "x"}
    assert settings(tmp_path, **WHOLE_TWILIO | other).twilio_account_sid == "project-7"


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("postgres://u:p@host/name", "postgresql+psycopg://u:p@host/name"),
        ("postgresql://u:p@host/name", "postgresql+psycopg://u:p@host/name"),
        ("postgresql+psycopg://u:p@host/name", "postgresql+psycopg://u:p@host/name"),
    ],
)
def test_any_usual_database_address_is_accepted(tmp_path: Path, given: str, normal: str) -> None:
    assert settings(tmp_path, DATABASE_URL=given).database_url == normal


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("redis://h:1/0", "redis://h:1/0"),
        ("valkey://h:1/0", "redis://h:1/0"),
        ("valkeys://h:1/0", "rediss://h:1/0"),
        ("unix:///run/valkey.sock?db=0", "unix:///run/valkey.sock?db=0"),
    ],
)
def test_any_usual_redis_address_is_accepted(tmp_path: Path, given: str, normal: str) -> None:
    assert settings(tmp_path, REDIS_URL=given).redis_url == normal


def test_money_is_kept_in_cents(tmp_path: Path) -> None:
    assert settings(tmp_path, RELIST_DAILY_SPEND_CAP="12.50").daily_spend_cap_cents == 1250


def test_a_page_is_opened_on_this_machine_when_the_server_listens_everywhere(tmp_path: Path) -> None:
    assert settings(tmp_path, RELIST_HOST="0.0.0.0", RELIST_PORT="80").public_url == "http://127.0.0.1:80"
    assert settings(tmp_path, RELIST_HOST="::1").public_url == "http://[::1]:8080"


def test_secrets_print_as_dots(tmp_path: Path) -> None:
    made = settings(
        tmp_path,
        RELIST_SECRET_KEY=LONG_SECRET,
        DATABASE_URL="postgres://u:hunter2@host/name",
        REDIS_URL="redis://:hunter3@host",
        TWILIO_AUTH_TOKEN="hunter4",
        RELIST_SIP_SERVER="sip.example.com",
        RELIST_SIP_USER="us",
        RELIST_SIP_PASSWORD="hunter5",
    )
    shown = f"{made!r} {made} {made.shown()}"
    assert LONG_SECRET not in shown
    assert "hunter" not in shown
    assert "secret_key=••••••" in repr(made)
    assert "port=8080" in repr(made)


def test_a_wrong_secret_is_not_repeated_in_the_problem(tmp_path: Path) -> None:
    told = problems(tmp_path, DATABASE_URL="mysql://u:hunter2@host/name", RELIST_SECRET_KEY="hunter2")
    assert "hunter2" not in "".join(told)


def test_the_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = settings(folder).secret_key
    assert len(first) >= 32
    assert settings(folder).secret_key == first
    assert (folder / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret"]


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    start = threading.Barrier(8)
    found: list[str] = []

    def read() -> None:
        start.wait()
        found.append(settings(tmp_path).secret_key)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_data_folder_that_is_a_file_is_a_problem_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = problems(tmp_path / "file", RELIST_PORT="x")
    assert [line.split()[0] for line in told] == ["RELIST_PORT", "RELIST_DATA_DIR"]


def test_children_get_the_settled_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELIST_BROKERAGE", "Example Realty")
    env = child_environment(settings(tmp_path, DATABASE_URL="postgres://h/n", REDIS_URL="redis://h"))
    assert env["DATABASE_URL"] == "postgresql+psycopg://h/n"
    assert env["REDIS_URL"] == "redis://h"
    assert env["RELIST_DATA_DIR"] == str(tmp_path)
    assert env["RELIST_BROKERAGE"] == "Example Realty"


def test_only_the_practice_network_is_called_at_any_hour_and_children_know(tmp_path: Path) -> None:
    assert not settings(tmp_path).practice_any_hour
    chosen = settings(tmp_path, RELIST_PRACTICE_ANY_HOUR="yes")
    assert chosen.practice_any_hour
    assert child_environment(chosen)["RELIST_PRACTICE_ANY_HOUR"] == "yes"
    assert [line.split()[0] for line in problems(tmp_path, RELIST_PRACTICE_ANY_HOUR="maybe")] == [
        "RELIST_PRACTICE_ANY_HOUR"
    ]
    real = {"RELIST_CARRIER": "sip", "RELIST_SIP_SERVER": "s", "RELIST_SIP_USER": "u", "RELIST_SIP_PASSWORD": "p"}
    told = problems(tmp_path, RELIST_PRACTICE_ANY_HOUR="yes", RELIST_BROKERAGE="Example Realty", **real)
    assert len(told) == 1
    assert told[0].startswith("RELIST_PRACTICE_ANY_HOUR cannot be used with RELIST_CARRIER=sip")

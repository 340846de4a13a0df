"""The commands about rules, lists, the ledger and one person's data, as an operator types them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Connection, text
from typer.testing import CliRunner

from dialer.cli import app
from tests.support.builders import a_lead

Relist = Callable[..., Result]


@pytest.fixture
def relist(tmp_path: Path, database_url: str, redis_url: str, conn: Connection) -> Relist:
    """Runs a command on the tests' stores."""
    environ = {
        "RELIST_DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "RELIST_LOG_LEVEL": "error",
    }

    def run(*words: str | Path) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], env=environ)

    return run


def test_rules_names_what_governs_a_number_with_citations(relist: Relist) -> None:
    told = relist("rules", "(305) 555-0123", "--state", "TX")
    assert told.exit_code == 0
    assert "Plausible states: FL, TX" in told.stdout
    assert "FL-cap" in told.stdout
    assert "16 CFR 310.4" in told.stdout


def test_an_override_is_set_listed_and_withdrawn(relist: Relist, conn: Connection) -> None:
    tight = ("law", "override", "FL", "attempts per 24 hours", "1", "--channel", "voice")
    assert relist(*tight).exit_code == 0
    number = conn.execute(text("SELECT id FROM rule_override")).scalar_one()
    assert "FL-cap+override" in relist("rules", "3055550123").stdout
    assert "tightens" in relist("law", "overrides").stdout
    refused = relist("law", "withdraw", str(number))
    assert refused.exit_code == 1
    assert "say why" in refused.stderr
    assert relist("law", "withdraw", str(number), "--reason", "counsel's letter").exit_code == 0
    assert "as shipped" in relist("law", "overrides").stdout


def test_a_list_is_loaded_and_its_state_is_told(relist: Relist, tmp_path: Path) -> None:
    path = tmp_path / "national.txt"
    path.write_text("217,5550101\n217,5550102\n")
    assert "2 numbers in 1 area codes" in relist("scrub", "load", "national", path).stdout
    assert "national" in relist("scrub", "status").stdout
    path.write_text("217,5550101\noops\n")
    refused = relist("scrub", "load", "national", path)
    assert refused.exit_code == 1
    assert "Line 2" in refused.stderr


def test_the_ledger_is_checked_and_exported(relist: Relist, tmp_path: Path) -> None:
    assert "The chain of all 0 rows is whole" in relist("proof", "verify").stdout
    assert relist("proof", "verify", "--noted", "a" * 64).exit_code == 1
    for form in ("csv", "pdf"):
        out = tmp_path / f"ledger.{form}"
        days = ("--from", "2026-03-01", "--to", "2026-03-31")
        told = relist("proof", "export", *days, "--out", out, "--format", form)
        assert told.stdout.startswith("0 rows are in")
        assert out.stat().st_size > 0


def test_a_lead_is_given_out_and_erased(relist: Relist, conn: Connection) -> None:
    lead = a_lead(conn, name="Pat Example")
    assert json.loads(relist("export", "lead", str(lead)).stdout)["lead"]["name"] == "Pat Example"
    assert relist("erase", str(lead), "--because", "letter of 3 March").exit_code == 0
    assert conn.execute(text("SELECT name FROM lead")).scalar_one() == "Erased"
    assert relist("export", "lead", str(lead + 1)).exit_code == 1

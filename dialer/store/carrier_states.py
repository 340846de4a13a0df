"""What our accounts at carriers cannot do, as it was found last."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from dialer.store.reading import value


@dataclass(frozen=True, slots=True)
class CarrierState:
    """One account. `problem` says what is wrong and what to do; `dials` whether it places calls all the same."""

    problem: str
    dials: bool


def note(conn: Connection, carrier: str, found: CarrierState) -> None:
    conn.execute(
        text("""
            INSERT INTO carrier_state (carrier, problem, dials) VALUES (:carrier, :problem, :dials)
            ON CONFLICT (carrier) DO UPDATE SET problem = excluded.problem, dials = excluded.dials
        """),
        {"carrier": carrier, "problem": found.problem, "dials": found.dials},
    )


def of(conn: Connection, carrier: str) -> CarrierState:
    """All is well where nobody has looked yet."""
    found = value(
        conn, CarrierState, "SELECT problem, dials FROM carrier_state WHERE carrier = :carrier", carrier=carrier
    )
    return found or CarrierState("", True)

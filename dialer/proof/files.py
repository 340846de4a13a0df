"""Exports as files, each noted in the audit log."""

from pathlib import Path

from dialer.bootstrap import Services
from dialer.law import book_of
from dialer.proof.export import Period, rows, write_csv
from dialer.proof.pages import pdf
from dialer.proof.record import verify
from dialer.store import audit, law
from dialer.store.accounts import Account


def export_to(services: Services, by: Account | None, period: Period, path: Path, *, as_pdf: bool) -> int:
    """Writes the ledger of a period to a file; how many rows it has. `by` is None for the operator of the machine."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        if as_pdf:
            found = list(rows(conn, period))
            brokerage = services.settings.brokerage_name
            rules = {rule.id: rule for rule in book_of(law.house_law(conn, now)).rules}
            checked = verify(conn)
            document = pdf(found, period=period, brokerage=brokerage, checked=checked, now=now, rules=rules)
            path.write_bytes(document)
            count = len(found)
        else:
            with path.open("w", newline="", encoding="utf-8-sig") as out:
                count = write_csv(conn, period, out)
        detail = {
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "zone": period.zone.key,
            "campaign": period.campaign_id,
            "rows": count,
            "form": "pdf" if as_pdf else "csv",
        }
        audit.record(conn, now, by.id if by else None, "proof.exported", "proof", "", detail)
    return count

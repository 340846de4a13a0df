"""Taking an import back."""

from dialer import refusals
from dialer.bootstrap import Services
from dialer.refusals import Refused
from dialer.store import audit, imports, lead_writing


def undo(services: Services, *, user_id: int | None, import_id: int) -> dict[str, int] | Refused:
    """Removes the leads that this import brought and puts back those it changed; worked leads stay, and are counted."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        stored = imports.load(conn, import_id)
        if stored is None:
            return refusals.missing("import")
        if stored.state not in ("done", "failed"):
            return refusals.conflict("Only an import that has run can be undone.")
        removed, put_back, kept = lead_writing.undo(conn, import_id)
        answer = {"removed": removed, "put_back": put_back, "kept": kept}
        counts = {**stored.counts, **answer}
        imports.change(conn, import_id, state="undone", undone_at=now, counts=counts)
        audit.record(conn, now, user_id, "import.undone", "import", str(import_id), answer)
    services.waker.wake("live")
    return answer

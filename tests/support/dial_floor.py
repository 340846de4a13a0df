"""A campaign with several agents at once, moved step by step through the real claim and the real outbox."""

from sqlalchemy import Connection, text

from dialer.bootstrap import Services
from dialer.core.compliance import Scope, Why
from dialer.engine.claim import Seat, claim_lines, terms_of
from dialer.store import outbox
from dialer.store.campaigns_run import find
from dialer.store.suppressions import Wish, suppress
from telephony.orders import PlaceCall
from tests.support.builders import a_caller_id, a_campaign, a_lead, a_session, a_user, an_enrollment, phones_of


class Floor:
    """A campaign with leads ready to be claimed, and agents to claim them for."""

    def __init__(self, services: Services, conn: Connection, leads: int) -> None:
        self.services, self.conn, self.now = services, conn, services.clock.now()
        a_caller_id(conn)
        conn.execute(text("UPDATE caller_id SET daily_limit = 100000"))
        self.campaign = a_campaign(conn)
        self.leads = [a_lead(conn) for _ in range(leads)]
        for lead in self.leads:
            an_enrollment(conn, self.campaign, lead, hours_key="C|IL")
        self.seats = [Seat(a_session(conn, user, self.campaign), user, 1) for user in self._agents(4)]

    def _agents(self, count: int) -> list[int]:
        return [a_user(self.conn).id for _ in range(count)]

    def claim(self, seat: Seat) -> int:
        with self.services.db.transaction() as own:
            campaign = find(own, self.campaign)
            assert campaign is not None
            return claim_lines(own, terms_of(own, self.services.settings, campaign, self.now), [seat])

    def dial(self) -> set[str]:
        """The numbers of the calls that leave now."""
        with self.services.db.transaction() as own:
            rows = outbox.take(own, self.now)
        return {str(row.order.to) for row in rows if isinstance(row.order, PlaceCall)}

    def hang_up(self) -> None:
        """All calls end unanswered, and every lead that is not at its end is ready again at once."""
        with self.services.db.transaction() as own:
            own.execute(text("UPDATE attempt SET open = false, ended_at = :now WHERE open"), {"now": self.now})
            own.execute(text("UPDATE call SET state = 'ended', ended_at = :now WHERE role = 'lead'"), {"now": self.now})
            anew = "state = 'ready', next_call_at = NULL, refusals = '[]'"
            own.execute(text(f"UPDATE enrollment SET {anew} WHERE state <> 'stopped'"))

    def close(self, lead: int) -> set[str]:
        with self.services.db.transaction() as own:
            own.execute(text("UPDATE lead SET status = 'closed' WHERE id = :id"), {"id": lead})
            return {e164 for _, e164 in phones_of(own, lead)}

    def opt_out(self, lead: int) -> str:
        with self.services.db.transaction() as own:
            e164 = phones_of(own, lead)[0][1]
            suppress(own, Wish(Why.ASKED, "manual", e164=e164), Scope.NUMBER, self.now)
        return e164

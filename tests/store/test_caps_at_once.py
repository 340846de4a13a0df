"""Caps hold across campaigns also where many claim the same person at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import text

from dialer.core.campaigns import CampaignSettings
from tests.support.builders import a_lead, an_enrollment
from tests.support.dial_floor import Floor

HANDS, ROUNDS = 3, 5
SHARED = "+13125550177"


def test_campaigns_that_share_a_number_pass_no_cap_together(services, conn):
    """Two campaigns, each with a lead of its own at one number, claim side by side; nobody answers, again and again."""
    floors = [Floor(services, conn, leads=0) for _ in range(HANDS)]
    for floor in floors:
        an_enrollment(conn, floor.campaign, a_lead(conn, numbers=[SHARED]), hours_key="C|IL")
    gate = Barrier(HANDS)

    def claim(floor: Floor) -> int:
        gate.wait()
        return floor.claim(floor.seats[0])

    dialed = []
    with ThreadPoolExecutor(HANDS) as pool:
        for _ in range(ROUNDS):
            opened = sum(pool.map(claim, floors))
            assert opened <= 1, "one number rang twice at once"
            dialed += [floors[0].now] * len(floors[0].dial())
            floors[0].hang_up()
            for floor in floors:
                floor.now += timedelta(hours=1)
    assert len(dialed) <= CampaignSettings().per_number_per_day
    assert conn.execute(text("SELECT count(*) FROM attempt WHERE e164 = :n"), {"n": SHARED}).scalar() == len(dialed)
    assert dialed, "nothing was dialed, so nothing was proved"

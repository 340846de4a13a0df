"""How the SIP processes do, for managers: who is there, which trunks are in rotation, who was turned away."""

from contextlib import closing
from dataclasses import dataclass

from dialer.bootstrap import Services
from dialer.config import CarrierName
from dialer.sip import RedisPost


@dataclass(frozen=True, slots=True)
class SipState:
    """All processes together."""

    processes: int
    """How many there should be."""
    living: int
    resting: tuple[str, ...]
    """Trunks that some process has taken out of rotation."""
    is_unrecorded: bool
    """Whether of late a call could not be recorded, or only in part."""
    turned_away: int
    """Messages of strangers, calls and wrong registrations since the processes started."""


def state_of(services: Services) -> SipState | None:
    """None where no SIP trunk carries the calls."""
    settings = services.settings
    if settings.carrier is not CarrierName.SIP or settings.sip is None or settings.redis_url is None:
        return None
    with closing(RedisPost(settings.redis_url, settings.sip.processes)) as post:
        told = list(post.statuses().values())
    resting = {name for status in told for name, trunk in status["trunks"].items() if not trunk["in_rotation"]}
    counted = ("turned_away", "refused_callers", "refused_phones")
    return SipState(
        processes=settings.sip.processes,
        living=len(told),
        resting=tuple(sorted(resting)),
        is_unrecorded=any(status["is_unrecorded"] for status in told),
        turned_away=sum(status[name] for status in told for name in counted),
    )

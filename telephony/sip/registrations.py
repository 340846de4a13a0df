"""Our registrations with the trunks: what became of each, and when one that was refused is tried again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from telephony.sip.rotation import Rotation
from telephony.sip.timers import Timers

REPEATED = frozenset({408, 480, 500, 502, 503, 504, *range(600, 700)})
"""After these the library asks again by itself."""

REFUSED_SECONDS = 600.0
"""Until a refused registration is tried again: an account may have been suspended, or its password set right at the
carrier. More often, a wrong password would look like an attack."""


@dataclass(slots=True)
class Registrations:
    """The library repeats what failed for now, and gives up what was refused."""

    rotation: Rotation
    timers: Timers
    ask: Callable[[str], None]
    """Registers with the trunk of this name."""
    complain: Callable[[str, str | None], None]
    _waiting: set[str] = field(default_factory=set)

    def told(self, trunk: str, *, is_known: bool, code: int) -> None:
        """The trunk, or the library in its place, has answered our registration."""
        self.rotation.registered(trunk, is_known=is_known)
        if is_known:
            return
        self.complain(f"trunk {trunk} takes no registration (SIP {code})", None)
        if code not in REPEATED and trunk not in self._waiting:
            self._waiting.add(trunk)
            self.timers.after(REFUSED_SECONDS, partial(self._again, trunk))

    def _again(self, trunk: str) -> None:
        self._waiting.discard(trunk)
        if not self.rotation.is_registered(trunk):
            self.ask(trunk)

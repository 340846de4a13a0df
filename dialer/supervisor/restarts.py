"""When a process that died may be started again. Values in, values out; times are monotonic seconds."""

from dataclasses import dataclass

MOST_CRASHES = 5
WINDOW_SECONDS = 60.0
FIRST_DELAY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Crashes:
    """The recent crashes of one process, oldest first."""

    at: tuple[float, ...] = ()

    def after(self, now: float) -> "Crashes":
        """With one more crash, without those that are older than a minute."""
        return Crashes((*(moment for moment in self.at if now - moment < WINDOW_SECONDS), now))

    def restart_at(self) -> float | None:
        """When to start again: at once, then each time after twice as long. None: it is hopeless."""
        if len(self.at) > MOST_CRASHES:
            return None
        return self.at[-1] + FIRST_DELAY_SECONDS * 2.0 ** (len(self.at) - 1)

"""Who is at the other end."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FarEnd:
    """What happens when a number is called. Times in seconds, each from the moment before."""

    ring_after: float = 1.0
    answers_after: float | None = 5.0
    """From the first ring; None: it rings until the time limit."""
    final: str | None = None
    """Instead of ringing: busy, failed, no-answer."""
    sip_code: int | None = None
    patience: float = 30.0
    """How long somebody stays who is not in a conversation."""
    talk: float = 60.0
    """How long a conversation lasts, from its beginning."""
    verdict: str | None = "human"
    """What machine detection says; None: nothing."""
    verdict_after: float = 4.0
    greeting: float = 0.0
    """Length of a machine's greeting; somebody with one is a machine."""
    speaks: float = 8.0
    """How long a message is that they leave after a beep."""
    presses: tuple[str, ...] = ()
    """Keys, one for each message that listens for them."""
    confirms: bool = True
    """At an agent's own phone: whether the key is pressed that says that somebody is there."""
    refused: int | None = None
    """Twilio's error code for a request to call this number."""
    text_course: tuple[str, ...] = ("sent", "delivered")
    text_error: int | None = None
    text_refused: int | None = None

    @property
    def is_machine(self) -> bool:
        return self.greeting > 0


AGENT = FarEnd(answers_after=0.5, patience=1e9, talk=1e9, verdict=None)
"""An agent's browser or phone: picks up at once and stays."""

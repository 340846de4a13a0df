"""What a manager may set on a campaign, checked as a whole."""

from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Self


class RingPolicy(StrEnum):
    """What happens to the sibling lines when somebody has answered one of them."""

    RING_ON = "ring_on"
    """They ring on; only a line that has rung 15 s or more is cancelled (16 CFR 310.4(b)(4)(ii))."""
    CUT_AT_ONCE = "cut_at_once"
    """They are cancelled at once: fewer people reach nobody, but rings are cut short of the 15 s or four rings."""


class Screening(StrEnum):
    """What machine detection may do; it never holds a person in silence unless `DETECT_FIRST` was chosen."""

    LABEL = "label"
    """Bridge on answer and only show what detection thinks."""
    RELEASE = "release"
    """Bridge on answer and let go of the line when a machine is detected."""
    DETECT_FIRST = "detect_first"
    """Wait for the verdict before bridging: slower than the two seconds the law allows after the greeting."""


class Recorded(StrEnum):
    """Which conversations a campaign records."""

    OFF = "off"
    """None."""
    WITHOUT_NOTICE = "without_notice"
    """Only those that no plausible law wants announced."""
    ANNOUNCED = "announced"
    """All; where somebody's law wants it, everybody hears so first."""


@dataclass(frozen=True, slots=True)
class CampaignSettings:
    """One campaign's choices. Times of day are minutes after local midnight; durations carry their unit."""

    mode: str = "power"
    """preview, click, power, progressive or predictive."""
    preview_seconds: int = 0
    """In the preview mode: how long an agent reads before the lead is dialed by itself; 0 waits for the click."""
    lines_per_agent: float = 3.0
    """1 to 10; an agent may choose fewer for a session."""
    ring_policy: RingPolicy = RingPolicy.RING_ON
    ring_seconds: int = 22
    """How long a line rings; never below 15 s."""
    max_call_minutes: int = 90
    wrap_up_seconds: int = 30
    """How long wrap-up lasts without a disposition before the agent is shown as waiting; 0: until disposed."""
    open_minute: int = 8 * 60
    close_minute: int = 21 * 60
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    """Monday is 0."""
    per_number_per_day: int = 2
    per_lead_per_day: int = 3
    per_number_total: int = 12
    per_lead_total: int = 30
    rolling_24_hours: int = 3
    min_hours_between: float = 2.0
    hours_from_failed: float = 2.0
    """How far a call keeps from the time of day at which the lead was missed on an earlier day; 0 is no limit."""
    target_abandoned: float = 0.02
    screening: Screening = Screening.LABEL
    machine_greeting_ms: int = 0
    """A greeting that goes on for so long is a machine's; 0 here and in the next two: as the carrier's own default."""
    machine_pause_ms: int = 0
    """Silence of this length after a shorter greeting: a person waits for an answer."""
    machine_decide_ms: int = 0
    """By then it is decided, a person on doubt. Only on a SIP trunk: other carriers take the time they need."""
    voicemail_consent: str = ""
    """The campaign's consent policy for recorded messages, in words; while empty voicemail drop is off."""
    voicemail_message: str = ""
    """Name of the recording that is played."""
    recording: Recorded = Recorded.OFF
    """Which conversations are recorded."""
    recording_days: int = 90
    """How long a recording is kept."""
    identification: str = ""
    """What a person hears when nobody is free: seller's name and number (16 CFR 310.4(b)(4)(iii))."""
    apology_template_id: int | None = None
    missed_template_id: int | None = None
    reservation_hours: float = 24.0
    """How long a lead stays with the agent who reached it."""
    conversation_seconds: int = 60
    require_scrub: bool = False
    scrub_max_age_days: int = 31
    pause_after_refusals: int = 5
    """So many refusals of the same kind by the carrier in a row pause the campaign, with the reason on the board."""
    agents: tuple[int, ...] = field(default=())
    """Who may work it; empty: every agent."""

    @property
    def cuts_at_once(self) -> bool:
        return self.ring_policy is RingPolicy.CUT_AT_ONCE

    def problems(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, as (field, sentence), all at once; empty when the settings may be used."""
        found = [(name, sentence) for name, ok, sentence in self._checks() if not ok]
        return tuple(found)

    def _checks(self) -> tuple[tuple[str, bool, str], ...]:
        modes = ("preview", "click", "power", "progressive", "predictive")
        return (
            ("mode", self.mode in modes, f"Choose one of {', '.join(modes)}."),
            ("preview_seconds", 0 <= self.preview_seconds <= 600, "A preview lasts 0 to 600 seconds."),
            ("lines_per_agent", 1 <= self.lines_per_agent <= 10, "Lines per agent go from 1 to 10."),
            ("ring_seconds", 15 <= self.ring_seconds <= 60, "Ring for 15 to 60 seconds: 15 is the legal floor."),
            ("max_call_minutes", 1 <= self.max_call_minutes <= 240, "A call may last 1 to 240 minutes."),
            ("wrap_up_seconds", 0 <= self.wrap_up_seconds <= 1800, "Wrap-up lasts 0 to 1800 seconds."),
            (
                "open_minute",
                0 <= self.open_minute < self.close_minute <= 24 * 60,
                "Opening must be before closing, both within one day.",
            ),
            ("weekdays", bool(self.weekdays) and set(self.weekdays) <= set(range(7)), "Choose at least one weekday."),
            ("per_number_per_day", self.per_number_per_day >= 1, "Allow at least one attempt per number and day."),
            ("per_lead_per_day", self.per_lead_per_day >= 1, "Allow at least one attempt per lead and day."),
            ("target_abandoned", 0 < self.target_abandoned < 0.03, "The target lies above 0 and below 3 %."),
            ("min_hours_between", self.min_hours_between >= 0, "The pause between attempts cannot be negative."),
            (
                "hours_from_failed",
                0 <= self.hours_from_failed <= 6,
                "Keep 0 to 6 hours from the time of day that failed.",
            ),
            (
                "machine_greeting_ms",
                self.machine_greeting_ms == 0 or 1000 <= self.machine_greeting_ms <= 2400,
                "Take a greeting of 1000 to 2400 ms for a machine's, or 0 for the carrier's own limit.",
            ),
            (
                "machine_pause_ms",
                self.machine_pause_ms == 0 or 500 <= self.machine_pause_ms <= 1500,
                "Wait for a pause of 500 to 1500 ms after the greeting, or 0 for the carrier's own.",
            ),
            (
                "machine_decide_ms",
                self.machine_decide_ms == 0 or 1000 <= self.machine_decide_ms <= 2500,
                "Decide within 1000 to 2500 ms, or 0 for the longest time.",
            ),
            ("recording_days", 1 <= self.recording_days <= 3650, "Keep recordings for 1 to 3650 days."),
            (
                "voicemail_message",
                not self.voicemail_message or bool(self.voicemail_consent),
                "State the consent policy before choosing a recorded message (47 CFR 64.1200(a)(3)).",
            ),
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Reads what `to_json` wrote; unknown names are ignored and missing ones take their default.

        >>> CampaignSettings.from_json({"lines_per_agent": 2, "ring_policy": "cut_at_once"}).ring_policy
        <RingPolicy.CUT_AT_ONCE: 'cut_at_once'>
        """
        known = {f.name for f in fields(cls)}
        settings = cls(**{name: value for name, value in data.items() if name in known})
        return replace(
            settings,
            ring_policy=RingPolicy(settings.ring_policy),
            screening=Screening(settings.screening),
            recording=Recorded(settings.recording),
            weekdays=tuple(settings.weekdays),
            agents=tuple(settings.agents),
        )

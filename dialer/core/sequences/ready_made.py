"""The sequence and the texts that a new installation starts with.

Eight touches in twelve days, then a call on day 30, 60 and 90 after the first one. `{field|words}` stands for a field
of the lead with words to use where it is empty; a field without them stops the touch when it is empty.
"""

from dataclasses import dataclass

from dialer.core.dispositions import FOLLOW_UP
from dialer.core.sequences.steps import Step, StepKind

MISSED = "Missed call"
APOLOGY = "Apology"
CALLED_US = "Missed their call"
MARKETING_PLAN = "Marketing plan"
LETTER = "Letter to the owner"
DOOR_HANGER = "Door hanger"
MONTH_1 = "Follow-up after 30 days"
MONTH_2 = "Follow-up after 60 days"
MONTH_3 = "Follow-up after 90 days"


@dataclass(frozen=True, slots=True)
class ReadyTemplate:
    """A template as shipped. `kind`: text, email, letter or door_hanger; only e-mails have a subject."""

    name: str
    kind: str
    body: str
    subject: str = ""


DEFAULT_SEQUENCE_NAME = "Expired listing: eight touches, then 30, 60 and 90 days"

DEFAULT_SEQUENCE: tuple[Step, ...] = (
    Step(StepKind.call, "First call"),
    Step(StepKind.text, "Text after the missed call", template=MISSED),
    Step(StepKind.call, "Second call", wait_days=1),
    Step(StepKind.letter, "Letter", wait_days=2, template=LETTER),
    Step(StepKind.door_hanger, "Door hanger", wait_days=2, template=DOOR_HANGER),
    Step(StepKind.call, "Third call", wait_days=2),
    Step(StepKind.email, "E-mail with the marketing plan", wait_days=2, template=MARKETING_PLAN),
    Step(StepKind.call, "Fourth call", wait_days=3),
    Step(StepKind.call, "30-day follow-up", wait_days=18, branch=FOLLOW_UP),
    Step(StepKind.call, "60-day follow-up", wait_days=30),
    Step(StepKind.call, "90-day follow-up", wait_days=30),
)

DEFAULT_TEMPLATES: tuple[ReadyTemplate, ...] = (
    ReadyTemplate(
        MISSED,
        "text",
        "Hi {first_name|there}, {agent_first_name|your local agent} with {brokerage} here. I just tried to reach "
        "you about {street|your home}. Is it still for sale? Reply STOP to opt out.",
    ),
    ReadyTemplate(
        APOLOGY,
        "text",
        "Hi {first_name|there}, sorry: you picked up and I was not on the line yet. {agent_first_name|An agent} with "
        "{brokerage} will ring you again shortly about {street|your home}. Reply STOP to opt out.",
    ),
    ReadyTemplate(
        CALLED_US,
        "text",
        "Hi {first_name|there}, {agent_first_name|your local agent} with {brokerage}. Sorry I could not take your call "
        "just now; I will ring you back shortly about {street|your home}. Reply STOP to opt out.",
    ),
    ReadyTemplate(
        MARKETING_PLAN,
        "email",
        "Dear {first_name|homeowner},\n\n"
        "your listing at {street} came off the market without a sale. Before you decide what comes next, here is what "
        "we would do differently, week by week:\n\n"
        "1. Price: what sold nearby in the last 90 days, and what did not.\n"
        "2. Presentation: photographs, floor plan and a list of small repairs that pay for themselves.\n"
        "3. Exposure: where buyers of homes such as yours look, and what we spend there.\n"
        "4. Reporting: what every viewer said, every Friday.\n\n"
        "The full plan takes 20 minutes to go through, at your table or on the phone. When would suit you?\n\n"
        "{agent_name|Your agent}\n{brokerage}\n{agent_phone}\n\n"
        "To hear nothing more from us: {opt_out_link}\n",
        subject="A plan to sell {street|your home}",
    ),
    ReadyTemplate(
        LETTER,
        "letter",
        "Dear {first_name|homeowner},\n\n"
        "{street} was on the market and did not sell. That is seldom the fault of the house. I have looked at how it "
        "was offered and at what sold around it, and I would like to show you what I found.\n\n"
        "There is no obligation, and I bring the figures in writing. My number is {agent_phone}.\n\n"
        "{agent_name|Your agent}\n{brokerage}\n",
    ),
    ReadyTemplate(
        DOOR_HANGER,
        "door_hanger",
        "Sorry I missed you!\n\n"
        "{street} deserves a second chance. I know what sold nearby and why.\n\n"
        "{agent_name|Your agent} · {brokerage} · {agent_phone}\n",
    ),
    ReadyTemplate(
        MONTH_1,
        "text",
        "Hi {first_name|there}, {agent_first_name|your local agent} with {brokerage}. Still thinking about selling "
        "{street|your home}? I can send you what sold nearby this month. Reply STOP to opt out.",
    ),
    ReadyTemplate(
        MONTH_2,
        "text",
        "Hi {first_name|there}, {agent_first_name|your local agent} with {brokerage}. The market around "
        "{street|your home} has moved since we last tried to speak. Want the figures? Reply STOP to opt out.",
    ),
    ReadyTemplate(
        MONTH_3,
        "text",
        "Hi {first_name|there}, {agent_first_name|your local agent} with {brokerage}. Last note from me about "
        "{street|your home}: if you think of selling, I am glad to help. Reply STOP to opt out.",
    ),
)

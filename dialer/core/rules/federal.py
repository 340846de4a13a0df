"""Federal rules for calls and texts: reviewed 20 November 2026; not legal advice.

The FCC proposed on 28 October 2025 to delete its own abandonment, ringing and company do-not-call rules (dockets 02-278
and 17-59). The FTC's stay, so the rows below cite both and hold either way.
"""

from datetime import date

from dialer.core.rules.hours import hours
from dialer.core.rules.model import Parameter
from dialer.core.rules.rows import (
    BY_CONSENT,
    BY_RELATIONSHIP,
    CALLS,
    EVERY,
    RECORDED,
    TEXT,
    VOICE,
    H,
    U,
    duty,
    row,
    seconds,
)

P = Parameter

REGISTRY = (
    row(
        "US-hours",
        P.CALLING_HOURS,
        hours("08:00-21:00"),
        "16 CFR 310.4(c); 47 CFR 64.1200(c)(1)",
        H,
        "Solicitation is allowed from 8 a.m. to 9 p.m. where the person is.",
    ),
    row(
        "US-dnc",
        P.DNC_LIST,
        "national",
        "16 CFR 310.4(b)(1)(iii)(B); 47 CFR 64.1200(c)(2)",
        H,
        "A number on the national registry is not solicited without written permission or a business relationship.",
        exempt_if=BY_RELATIONSHIP,
    ),
    row(
        "US-scrub-age",
        P.SCRUB_MAX_AGE,
        31,
        "16 CFR 310.4(b)(3)(iv); 47 CFR 64.1200(c)(2)(i)(D)",
        H,
        "The registry version in use is at most 31 days old.",
    ),
    row(
        "US-ebr",
        P.EBR_MONTHS,
        18,
        "16 CFR 310.2; 47 CFR 64.1200(f)(5)",
        H,
        "A transaction makes a business relationship for 18 months, until the person asks to be left alone.",
        on=EVERY,
    ),
    row(
        "US-inquiry",
        P.INQUIRY_MONTHS,
        3,
        "16 CFR 310.2; 47 CFR 64.1200(f)(5)",
        H,
        "An inquiry makes a business relationship for 3 months, until the person asks to be left alone.",
        on=EVERY,
    ),
    row(
        "US-opt-out",
        P.OPT_OUT_DAYS,
        10,
        "47 CFR 64.1200(d)(3), (a)(10)",
        H,
        "A request to be left alone is honoured within 10 business days; the product acts at once.",
        since=date(2025, 4, 11),
    ),
    duty("US-internal", "47 CFR 64.1200(d)(6); 16 CFR 310.4(b)(1)(iii)(A)", U, "Own opt-outs are kept for ever."),
    duty("US-port", "47 CFR 64.1200(a)(1)(iv)", H, "A call within 15 days of a port to mobile is forgiven.", on=VOICE),
)

PACING = (
    seconds(
        "US-connect",
        P.CONNECT_SECONDS,
        2,
        "16 CFR 310.4(b)(1)(iv); 47 CFR 64.1200(a)(7)",
        H,
        "A call is abandoned when no agent is there within two seconds of the end of the greeting.",
    ),
    row(
        "US-abandon",
        P.ABANDON_CAP,
        0.03,
        "16 CFR 310.4(b)(4)(i); 47 CFR 64.1200(a)(7)",
        H,
        "At most 3 % of the calls that a person answers are abandoned, per campaign and 30 days.",
        on=VOICE,
    ),
    seconds(
        "US-ring",
        P.RING_SECONDS,
        15,
        "16 CFR 310.4(b)(4)(ii); 47 CFR 64.1200(a)(6)",
        H,
        "An unanswered call rings at least 15 seconds or four rings.",
    ),
    duty(
        "US-message",
        "16 CFR 310.4(b)(4)(iii)",
        H,
        "With no agent within two seconds, a recording says the seller's name and number.",
        on=VOICE,
    ),
    duty(
        "US-message-fcc",
        "47 CFR 64.1200(a)(7)(i)",
        U,
        "That recording says no more than who called, that it was telemarketing, and how to opt out by voice or key.",
        on=VOICE,
    ),
    row(
        "US-records",
        P.RECORD_YEARS,
        5,
        "16 CFR 310.5 as amended (89 FR 26760); 310.4(b)(4)(iv)",
        H,
        "Call records, consent and proof of pacing are kept five years.",
        since=date(2024, 10, 15),
    ),
    duty("US-identify", "47 CFR 64.1200(d)(4); 16 CFR 310.4(d)", U, "Name, company, number and purpose come first."),
    duty("US-caller-id", "16 CFR 310.4(a)(8); 47 CFR 64.1601(e)", U, "The caller ID is real and takes opt-outs."),
    duty("US-policy", "16 CFR 310.4(b)(3)", H, "A written, trained and monitored policy earns the safe harbor."),
)

RECORDINGS_AND_TEXTS = (
    row(
        "US-recorded",
        P.RECORDED_CONSENT,
        True,
        "47 CFR 64.1200(a)(2), (a)(3), (f)(9); FCC 22-85; FCC 24-17",
        H,
        "A recorded or artificial voice needs written consent: voicemail drop, ringless voicemail and clips too.",
        on=RECORDED,
        exempt_if=BY_CONSENT,
    ),
    duty(
        "US-recorded-oral",
        "Bradford v. Sovereign Pest (5th Cir., 25 Feb 2026)",
        H,
        "In Texas, Louisiana and Mississippi oral consent was held to be enough; the product keeps to written.",
        on=RECORDED,
    ),
    duty(
        "US-recorded-opt-out",
        "47 CFR 64.1200(b); 16 CFR 310.4(b)(1)(v)",
        H,
        "A recording gives name, number and a voice or key opt-out within two seconds.",
        on=RECORDED,
    ),
    duty(
        "US-list-order",
        "Facebook v. Duguid, 592 U.S. 395 (2021)",
        H,
        "Numbers come from a list in an order that can be explained; none is ever generated.",
    ),
    row(
        "US-confirm",
        P.CONFIRM_MINUTES,
        5,
        "47 CFR 64.1200(a)(12)",
        H,
        "One confirmation without marketing may follow an opt-out within five minutes.",
        on=TEXT,
        since=date(2024, 4, 4),
    ),
    duty(
        "US-revoke-all",
        "DA 26-12 (6 Jan 2026)",
        H,
        "One stop ends every automated call and text on unrelated matters too.",
        on=CALLS,
        since=date(2027, 1, 31),
        review_by=date(2027, 1, 31),
    ),
)

RULES = REGISTRY + PACING + RECORDINGS_AND_TEXTS

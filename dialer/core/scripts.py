"""The script that a new installation starts with: what to say to the owner of an expired listing, and to objections.

Fields in braces are filled by the console for the lead on the line.
"""

from collections.abc import Mapping, Sequence
from typing import Any

DEFAULT_SCRIPT_NAME = "Expired listing: first conversation"

_STEPS = (
    (
        "Opening",
        "Hi, is this {first_name|the owner of the home}? This is {agent_name} with {brokerage}. "
        "I am calling about {street|your home}.\n"
        "I saw that it came off the market. Is it still for sale?",
    ),
    (
        "If it is still for sale",
        "Thanks. I do not want to take much of your time: may I ask you three short questions?\n"
        "1. If it had sold, where would you have moved?\n"
        "2. How soon did you want to be there?\n"
        "3. What do you think kept it from selling?",
    ),
    (
        "Listen, then say it back",
        "So you wanted to be in … by …, and it was … that stood in the way. Did I get that right?\n"
        "(Let them correct you. Do not speak badly of the last agent.)",
    ),
    (
        "What I would do differently",
        "I looked at {street|the home} before I called. Three things I would do differently:\n"
        "the price against what has sold nearby in the last 90 days, the first photograph buyers see, and a report "
        "to you every Friday with what every visitor said.",
    ),
    (
        "Ask for the appointment",
        "The best next step is 20 minutes at your table: I bring the figures, you decide what to do with them, and "
        "you owe me nothing. Which suits you better, tomorrow in the late afternoon or Saturday morning?",
    ),
    (
        "Set it",
        "Great, I have you down for {callback|that time} at {street|your home}. Who else decides with you, and can "
        "they be there? I will send you a text with my name and number. If anything changes, just reply to it.",
    ),
    (
        "If not now",
        "I understand. When would be a good time to talk again? I will call you then, not before.\n"
        "(Give the result “Call back” with that time. If they ask not to be called: “Of course, you will not hear "
        "from us again”, and give “Do not contact at all”.)",
    ),
)

_OBJECTIONS = (
    (
        "How did you get my number?",
        "It comes with the public record of the property, through a data service we use. If you would rather not "
        "be called, say so and I take you off our list right now.",
    ),
    (
        "We are staying with our agent",
        "That is loyal of you. Have you signed again already? (If yes: wish them luck and end the call.) If not: "
        "would it hurt to have a second opinion on the price before you do?",
    ),
    (
        "We decided not to sell",
        "That is fine. Did you decide because you like it there after all, or because it did not sell?\n"
        "If somebody had brought you your price, would you have moved?",
    ),
    (
        "I will sell it myself",
        "Many try that first. What will you do to reach buyers who search with an agent? If it has not sold in four "
        "weeks, may I call you then?",
    ),
    (
        "What is your commission?",
        "We agree that between us, and it depends on what you want done; there is no fixed rate. Let me first show "
        "you what you would keep at which price. Is tomorrow afternoon good?",
    ),
    (
        "You all say the same",
        "Fair enough. So do not take my word for it: I bring the last three homes I sold near you, with the asking "
        "price, the selling price and the days it took.",
    ),
    (
        "I am busy",
        "Then I will be quick: is it still for sale, yes or no? … When may I call you for two minutes?",
    ),
    (
        "Are you a robot?",
        "No, I am {agent_name}, a person at {brokerage}, and I am sitting at my desk. Is {street|your home} still "
        "for sale?",
    ),
)


def _parts(pairs: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"title": title, "text": text} for title, text in pairs]


DEFAULT_SCRIPT: Mapping[str, list[dict[str, Any]]] = {"steps": _parts(_STEPS), "objections": _parts(_OBJECTIONS)}
"""As stored: steps in their order, and answers to objections."""


def problems(steps: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """What is wrong with how the steps lead to each other: the field, and what to do."""
    titles = [step["title"] for step in steps]
    twice = [
        (f"body.steps.{place}.title", f"Two steps are called “{title}”; give each its own title.")
        for place, title in enumerate(titles)
        if title in titles[:place]
    ]
    astray = [
        (f"body.steps.{place}.answers.{number}.to", _astray(step["title"], answer))
        for place, step in enumerate(steps)
        for number, answer in enumerate(step["answers"])
        if answer["to"] not in titles
    ]
    return (*twice, *astray)


def _astray(title: str, answer: Mapping[str, str]) -> str:
    return f"The answer “{answer['says']}” of “{title}” leads to “{answer['to']}”: choose a step of this script."

"""What a reply means. When in doubt between an opt-out and anything else, it is an opt-out."""

import re
import unicodedata
from enum import StrEnum

from dialer.core.rules.carriers import HELP_WORDS, OPT_IN_WORDS, OPT_OUT_WORDS


class ReplyKind(StrEnum):
    """The kinds of reply that have effects of their own."""

    STOP = "stop"
    """Exactly an opt-out word: nothing more is ever sent."""
    OPT_OUT_PHRASE = "opt_out_phrase"
    """An opt-out in the owner's own words, which counts the same (47 CFR 64.1200(a)(10))."""
    START = "start"
    """Exactly an opt-in word: texts are allowed again."""
    HELP = "help"
    """The owner asks who is writing."""
    OTHER = "other"
    """Anything else; a person reads it."""


WORD_SEPARATORS = re.compile(r"[\W_]+")


def _joined(text: str) -> str:
    """Letters and digits only, without case and accents: `Opt-Out.` is `optout`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())


STOPS = frozenset(map(_joined, OPT_OUT_WORDS))
STARTS = frozenset(map(_joined, OPT_IN_WORDS))
HELPS = frozenset(map(_joined, HELP_WORDS))

NOT = r"(?:do not|dont|never|no longer|quit|cease|stop)"
CONTACT = r"(?:call|text|contact|message|bother|e ?mail)(?:ing)?"
THINGS = r"(?:texts?|text messages|messages?|msgs?|calls?|e ?mails?|contact)"
ME = r"(?:me|us|here|again|anymore|(?:my|this) (?:number|phone|cell|home|house|wife|husband))"
LIST = r"(?:lists?|database|system|records|contacts)"
DETAILS = r"(?:me|us|(?:my|this) (?:phone )?number|my info(?:rmation)?|my contact)"
REACHED = r"(?:contacted|called|texted|bothered|hear from|receive|get|be on)"
POLITE = r"(?:please|pls|plz|now|it|this|thanks|thank you|already|immediately|all)"

# What a reasonable person takes for "leave me alone", matched on lower-case words with single spaces.
PHRASES = tuple(
    re.compile(pattern)
    for pattern in (
        # stop! · please stop · not interested, stop · but not "stop by tomorrow"
        r"^stop\b(?! (?:by|in|over|at|and)\b)",
        r"\bplease stop\b|\bstop$",
        rf"^(?:{POLITE} |just )*(?:unsubscribe|opt ?out|quit|cancel)(?: {POLITE})*$",
        # don't ever call me · do not contact · never text this number · but not "don't call before five"
        rf"\b{NOT} (?:ever |please )?{CONTACT}(?:.{{0,40}}?\b{ME}\b|$)",
        # stop with the calls · quit sending me messages · no more texts · I don't want any calls
        rf"\b(?:stop|quit|cease)(?: \w+){{0,3}} (?:{CONTACT}|{THINGS})\b",
        rf"\bno more {THINGS}\b",
        rf"\b(?:do not|dont) want (?:\w+ ){{0,2}}{THINGS}\b",
        rf"\b(?:do not|dont) (?:want|wish|like)(?: \w+){{0,3}} {REACHED}\b",
        # take me off your list · delete my number · lose this number
        rf"\b(?:take|remove|delete|drop|get|scratch)(?: \w+){{0,3}} (?:off|from|out of)(?: \w+){{0,3}} {LIST}\b",
        rf"\b(?:remove|delete|lose|forget|erase) {DETAILS}\b",
        # the words of the law and of the lists
        r"\b(?:unsubscribe|opt me out|opt ?out|opting out|revoke|do not call list|dnc|cease and desist)\b",
        r"\b(?:not|never) (?:consent|consented|agree|agreed|authorize|authorized)\b",
        # leave us alone · go away · I'll report you
        r"\b(?:leave|let) (?:me|us|my family) (?:alone|be)\b",
        r"\b(?:go away|get lost|buzz off|piss off|f(?:uck)? off)\b",
        r"\b(?:i will|ill|going to|gonna) (?:sue|report)\b",
        # no me llame más
        r"\bno (?:me |nos )?(?:llamen?|molesten?|escriban?|manden?|envien?)\b",
    )
)


def classify_reply(text: str) -> ReplyKind:
    """The kind of a reply, whatever its case, spaces, punctuation or accents."""
    joined = _joined(text)
    if joined in STOPS:
        return ReplyKind.STOP
    if joined in STARTS:
        return ReplyKind.START
    if joined in HELPS:
        return ReplyKind.HELP
    words = _words(text)
    if any(phrase.search(words) for phrase in PHRASES):
        return ReplyKind.OPT_OUT_PHRASE
    return ReplyKind.OTHER


def _words(text: str) -> str:
    """Lower case words with single spaces; an apostrophe joins, so that `don't` is one word."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("'", "").replace("’", "")
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return WORD_SEPARATORS.sub(" ", bare).strip()

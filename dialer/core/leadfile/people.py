"""Names as owners' lists write them, taken apart as far as that is safe.

Mixed case is read as given name first. Capitals may come from a county's roll, which writes the
surname first: `SMITH JOHN A & MARY B`. Where nothing shows the order, given name first is assumed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_ORGANISATION_WORDS = (
    "llc inc corp corporation trust tr trs estate lp llp ltd limited company bank church holding holdings "
    "properties investment investments partners partnership association assn foundation ministries fund "
    "housing university school homes realty ventures enterprises"
)
_ORGANISATION = re.compile(
    rf"\b(?:{'|'.join(_ORGANISATION_WORDS.split())}|l\.l\.c|city of|county of|state of|credit union)\b", re.IGNORECASE
)
# Legal words that follow names: et alii, et uxor, husband and wife, joint tenants, trustee.
_LEGAL = re.compile(
    r"\b(?:et\s?al|et\s?ux|et\s?vir|h/w|h&w|w/h|jt\s?ten|jtwros|ttees?|trustees?|deceased|life est(?:ate)?)\b\.?"
    r"|\([^)]*\)",
    re.IGNORECASE,
)
# Words that make a name more than ordinary words in a row.
_SPECIAL_WORDS = frozenset(
    f"{_ORGANISATION_WORDS} and of or et al etal ux etux vir etvir jt ten jtwros ttee ttees trustee trustees "
    "deceased life est credit jr sr ii iii iv unknown owner occupant resident seller not current homeowner "
    "de la las los del di da van von der den st le el al bin ben san santa mac".split()
)
_CARE_OF = re.compile(r"\s*(?:\bc/o\b|%).*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:&|\+|/|;|\n|\band\b)\s*", re.IGNORECASE)
_GENERATION = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_NOBODY = frozenset(
    {
        "current occupant",
        "current owner",
        "current resident",
        "homeowner",
        "none",
        "not available",
        "occupant",
        "owner",
        "owner of record",
        "private",
        "resident",
        "seller",
        "unknown",
        "unknown owner",
        "withheld",
    }
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name; `first` and `last` are empty for an organisation and where there is only one word."""

    first: str
    last: str
    full: str
    is_organisation: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """The same for `John A Smith`, `JOHN SMITH` and `SMITH JOHN`."""
        if self.first and self.last:
            low, high = sorted((self.first.split()[0].casefold(), self.last.casefold()))
            return low, high
        return "", self.full.casefold()


def is_organisation(text: str) -> bool:
    """Whether a name is of a company, a trust or an estate."""
    return _ORGANISATION.search(_LEGAL.sub(" ", text)) is not None


def joined_name(first: str, middle: str, last: str) -> tuple[Name, ...]:
    """The people in a first and a last name from columns of their own."""
    if not (first and last):
        return split_people(" ".join(filter(None, (first, middle, last))))
    whole = " ".join(filter(None, (first, middle, last)))
    if plain := _plain(whole):
        return (plain,)
    if is_organisation(whole):
        return (Name("", "", _cased(whole), True),)
    firsts = [part for part in _BETWEEN.split(_LEGAL.sub(" ", first)) if part]
    if len(firsts) == 1 and not _is_nobody(whole):
        return (_person([first, *middle.split()], _without_generation(last.split()), last.split()),)
    return tuple(_person(part.split(), last.split(), last.split()) for part in firsts if not _is_nobody(part))


@lru_cache(maxsize=4096)
def split_people(text: str) -> tuple[Name, ...]:
    """The people in one cell; none if it says `Unknown`, `Current Resident` and the like."""
    if plain := _plain(text):
        return (plain,)
    text = _CARE_OF.sub("", text).strip(" ,")
    if not text or _is_nobody(text):
        return ()
    if is_organisation(text):
        return (Name("", "", _cased(" ".join(text.split())), True),)
    parts = [part.strip(" ,") for part in _BETWEEN.split(_LEGAL.sub(" ", text))]
    tokens = [part.replace(",", ", ").split() for part in parts if part]
    if not tokens:
        return ()
    surname_first = _surname_first(tokens, text.isupper())
    return tuple(_shared(tokens, surname_first))


def _plain(text: str) -> Name | None:
    """The person, if the text is two or three ordinary words; most names are, so this is tried first."""
    words = text.split()
    if not 2 <= len(words) <= 3 or len(words[-1]) < 2 or not "".join(words).isalpha():
        return None
    if not _SPECIAL_WORDS.isdisjoint(text.lower().split()):
        return None
    return _person(words[:-1], words[-1:], words[-1:])


def _shared(parts: list[list[str]], surname_first: bool) -> list[Name]:
    """People whose surname may be written only once: at the first of them, or at the last."""
    people: list[Name] = []
    after = next((_halves(part, surname_first)[1] for part in parts if not _given_only(part)), [])
    before: list[str] = []
    for part in parts:
        if _given_only(part):
            surname = before or after
            given = part if surname else []
            people.append(_person(given, surname, surname or part))
        else:
            given, surname = _halves(part, surname_first)
            people.append(_person(given, surname, surname))
            before = surname
    return people


def _surname_first(parts: list[list[str]], capitals: bool) -> bool:
    first = _without_generation(parts[0])
    if first[0].endswith(","):
        return True
    if not capitals or _given_only(first):
        return False
    ends_in_initial = len(first) > 2 and len(first[-1].strip(".")) == 1
    return ends_in_initial or any(_given_only(_without_generation(part)) for part in parts[1:])


def _given_only(part: list[str]) -> bool:
    return len(part) == 1 or (len(part) == 2 and len(part[1].strip(".")) == 1 and not part[0].endswith(","))


def _halves(part: list[str], surname_first: bool) -> tuple[list[str], list[str]]:
    comma = next((index for index, word in enumerate(part) if word.endswith(",")), None)
    if comma is not None and part[comma + 1 :]:
        rest = part[comma + 1 :]
        if all(_GENERATION.fullmatch(word) for word in rest):
            return _halves([*part[:comma], part[comma].rstrip(",")], surname_first)
        return rest, [*part[:comma], part[comma].rstrip(",")]
    words = _without_generation(part)
    return (words[1:], words[:1]) if surname_first else (words[:-1], words[-1:])


def _without_generation(words: list[str]) -> list[str]:
    kept = [word for word in words if not _GENERATION.fullmatch(word)]
    return kept or words


def _person(given: list[str], surname: list[str], shown_surname: list[str]) -> Name:
    first = _cased(given[0] if given else "")
    last = _cased(" ".join(surname).strip(" ,"))
    return Name(first, last, _cased(" ".join([*given, *shown_surname]).strip(" ,")))


def _is_nobody(text: str) -> bool:
    return text.casefold().strip(" .") in _NOBODY or not any(char.isalpha() for char in text)


def _cased(text: str) -> str:
    """Capitals as people write them; what has small letters already is left alone."""
    if not text.isupper():
        return text
    return " ".join(_cased_word(word) for word in text.split())


def _cased_word(word: str) -> str:
    if _GENERATION.fullmatch(word) and word.lower() not in ("jr", "sr", "jr.", "sr."):
        return word
    if word in ("LLC", "LP", "LLP", "USA"):
        return word
    word = re.sub(r"[^\W\d_]+", lambda found: found.group().capitalize(), word)
    word = re.sub(r"^Mc([a-z])", lambda found: f"Mc{found[1].upper()}", word)
    return re.sub(r"'S\b", "'s", word)

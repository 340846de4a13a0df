"""Listing statuses, figures and yes-or-no cells, as vendors and MLSs write them.

A file says the same few words in tens of thousands of rows; what a word means is worked out once.
"""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from .clean import squash
from .values import ListingStatus, PhoneKind

# Single letters only where a wrong guess is on the safe side: they refuse or hold, never release.
_STATUS_WORDS: dict[ListingStatus, str] = {
    ListingStatus.EXPIRED: "expired exp xpd expd expiredlisting",
    ListingStatus.CANCELLED: (
        "cancelled canceled can cancel cnl canc terminated term trm withdrawnunconditional released "
        "unconditionalwithdrawal"
    ),
    ListingStatus.WITHDRAWN: (
        "withdrawn wdn wth with w withdrawnconditional conditionalwithdrawal withdraw wd off offmarket"
    ),
    ListingStatus.HOLD: (
        "hold onhold h t tom temp temporarilyoffmarket tempoffmarket temporarilywithdrawn temporarywithdrawn"
    ),
    ListingStatus.ACTIVE: (
        "active act a new comingsoon cs cso backonmarket bom pricechange pricereduced pricedecrease "
        "priceincrease extended ext reactivated relisted forsale"
    ),
    ListingStatus.PENDING: (
        "pending pend pnd p contingent ctg activeundercontract auc undercontract uc activecontingent "
        "activewithcontract activekickout optionpending underagreement saleagreement"
    ),
    ListingStatus.CLOSED: "closed cls sold sld s leased rented lsd rnt closedsale settled",
}
_BY_WORD = {word: status for status, words in _STATUS_WORDS.items() for word in words.split()}

_NO_WORDS = "n no f false 0 ok clear clean safe callable notdnc notondnc nodnc notlisted notfound notlitigator"
_NO = frozenset(_NO_WORDS.split())
_DNC_MARKS = re.compile(r"\bf?dnc\b|do[ -]?not[ -]?call|litigat", re.IGNORECASE)
_NOT_DNC = re.compile(r"\b(?:not|no|non)\b.{0,6}\bdnc\b", re.IGNORECASE)
_DEAD_WORDS = "bad badnumber wrong wrongnumber disconnected disconnect invalid dead outofservice notinservice"
_DEAD = frozenset(_DEAD_WORDS.split())
_KINDS = {
    PhoneKind.MOBILE: "mobile cell cellular wireless cellphone mobilephone m c w",
    PhoneKind.LANDLINE: "landline land residential home fixed fixedline wireline l h r",
    PhoneKind.VOIP: "voip voice internet v",
}
_KIND_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_FIGURE = re.compile(
    r"[$\s]*(\d[\d,\s]*(?:\.\d*)?|\.\d+)\s*([kKmM])?\s*(?:%|usd|sq\.?\s?ft\.?|sf|days?|\+)?", re.IGNORECASE
)
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
_FULL_AND_HALF = re.compile(r"(\d{1,2})\s*(?:/|\s+f(?:ull)?,?)\s*(\d{1,2})(?:\s*h(?:alf)?)?", re.IGNORECASE)


@lru_cache(maxsize=1024)
def status_of(cell: str) -> ListingStatus | None:
    """The status that a cleaned, filled cell names, or None for a word that nobody knows.

    `Expired - Residential` is read by its words, as long as they do not disagree.
    """
    if status := _BY_WORD.get(squash(cell)):
        return status
    words = re.split(r"[\W_]+", cell.lower())
    found = {_BY_WORD[word] for word in words if len(word) > 2 and word in _BY_WORD}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1024)
def says_yes(cell: str) -> bool:
    """Whether a flag that can only block is set: anything but a known no, since doubt must block."""
    return bool(cell) and squash(cell) not in _NO


@lru_cache(maxsize=1024)
def status_says_dnc(cell: str) -> bool:
    """Whether a vendor's word on a number, which may say other things too, says not to call."""
    return _DNC_MARKS.search(cell) is not None and not _NOT_DNC.search(cell)


@lru_cache(maxsize=1024)
def status_says_dead(cell: str) -> bool:
    """Whether a vendor's word on a number says that it reaches nobody, or the wrong person."""
    return squash(cell) in _DEAD


@lru_cache(maxsize=1024)
def phone_kind(cell: str) -> PhoneKind:
    """The kind of number that a vendor's word names."""
    return _KIND_BY_WORD.get(squash(cell), PhoneKind.UNKNOWN)


@lru_cache(maxsize=8192)
def read_figure(cell: str) -> Decimal | None:
    """A number with what people put around it ($, commas, %, K and M), or None if it is not one."""
    found = _FIGURE.fullmatch(cell)
    if not found:
        return None
    try:
        return Decimal(re.sub(r"[,\s]", "", found[1])) * _TIMES[(found[2] or "").lower()]
    except InvalidOperation:
        return None


def read_baths(cell: str) -> Decimal | None:
    """Bathrooms, where `2/1` and `2 full 1 half` are two and a half."""
    if found := _FULL_AND_HALF.fullmatch(cell):
        return Decimal(int(found[1])) + Decimal(int(found[2])) / 2
    return read_figure(cell)

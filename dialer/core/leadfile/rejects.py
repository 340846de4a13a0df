"""What was not taken over from a file, and why: by row, by column, in a sentence."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .worded import Worded


class Reason(Worded):
    """Why a row or a cell was not taken over."""

    # Whole rows.
    LISTED_AGAIN = "listed_again", "The property is on the market again; its owner may not be approached."
    UNDER_CONTRACT = "under_contract", "The property has a buyer; its owner may not be approached."
    SOLD = "sold", "The listing is closed: the property was sold or let."
    ACTIVE_ELSEWHERE = "active_elsewhere", "Another row of this file shows the same property on the market."
    NOBODY = "nobody", "The row has neither a name nor a street address."
    SHIFTED = (
        "shifted",
        "The row has more cells than there are columns, so that its values may stand under the wrong names. "
        "Put quotation marks around cells that contain the delimiter.",
    )
    # Cells. The lead stays.
    PHONE_INVALID = "phone_invalid", "This is not a number that can exist in the United States or Canada."
    PHONE_HAS_LETTER = "phone_has_letter", "The number has a letter, such as O, where a digit such as 0 belongs."
    PHONE_SHORTENED = "phone_shortened", "A spreadsheet has shortened the number; its last digits are lost."
    PHONE_TOLL_FREE = "phone_toll_free", "Toll-free numbers belong to businesses, not to owners."
    PHONE_NOT_A_PERSONS = "phone_not_a_persons", "Numbers of this kind are services that cost the caller extra."
    PHONE_FICTIONAL = "phone_fictional", "555-0100 to 555-0199 are reserved for fiction and reach nobody."
    PHONE_ABROAD = "phone_abroad", "The number is outside North America."
    PHONE_DEAD = "phone_dead", "The vendor says that the number is wrong or disconnected."
    TOO_MANY_PHONES = "too_many_phones", "A row may have 15 numbers; this one is left out."
    TOO_MANY_PEOPLE = "too_many_people", "A row may have 11 people; this one is left out."
    EMAIL_INVALID = "email_invalid", "This is not an e-mail address."
    DATE_INVALID = "date_invalid", "This is not a date, or not in the order of the file's other dates."
    DATE_AMBIGUOUS = "date_ambiguous", "Month or day first? Choose the order of the dates and import again."
    NUMBER_INVALID = "number_invalid", "This is not a number in the range that the field can have."
    STATE_INVALID = "state_invalid", "This is not a state; use its two letters."
    ZIP_INVALID = "zip_invalid", "This is not a ZIP code of five digits."
    STATUS_UNKNOWN = "status_unknown", "This listing status is not known; the lead is held until someone looks."

    @property
    def refuses_row(self) -> bool:
        """Whether the whole row is refused; otherwise the lead is kept without the cell."""
        return self in _ROW_REASONS


_ROW_REASONS = frozenset(
    {
        Reason.LISTED_AGAIN,
        Reason.UNDER_CONTRACT,
        Reason.SOLD,
        Reason.ACTIVE_ELSEWHERE,
        Reason.NOBODY,
        Reason.SHIFTED,
    }
)


@dataclass(frozen=True, slots=True)
class Reject:
    """One line of the report. `value_shown` may be printed: of a phone number only its last digits show."""

    row_number: int
    column: str | None
    value_shown: str
    reason: Reason

    @property
    def sentence(self) -> str:
        """The reason, for people."""
        return self.reason.sentence


def mask_number(text: str) -> str:
    """The text with all digits but those among its last four characters as asterisks."""
    return "".join("*" if char.isdigit() else char for char in text[:-4]) + text[-4:]


def safe_cell(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula.

    A leading apostrophe, as OWASP's page on CSV injection advises, makes a spreadsheet read it as text.
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


WHY = "Why it was not taken over"
"""The column of reasons behind the rows that are to be corrected."""


def to_correct_csv(header: Sequence[str], rows: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Iterator[str]:
    """Each row as it came, with the reasons behind it, as lines of CSV."""
    yield _line(*header, WHY)
    for row, reasons in rows:
        under = [*row, *[""] * (len(header) - len(row))]
        # Cells beyond the last column name stay visible, beyond the reasons.
        yield _line(*under[: len(header)], " ".join(reasons), *under[len(header) :])


def rejects_csv(rejects: Iterable[Reject]) -> Iterator[str]:
    """The lines of the report as CSV, its header first, ready to be streamed."""
    yield _line("Row", "Column", "Value", "Effect", "Reason", "Explanation")
    for reject in rejects:
        effect = "row refused" if reject.reason.refuses_row else "cell left out"
        yield _line(
            str(reject.row_number),
            reject.column or "",
            reject.value_shown,
            effect,
            reject.reason.value,
            reject.sentence,
        )


def _line(*cells: str) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(map(safe_cell, cells))
    return text.getvalue()

"""What a cell looks like when nobody has said what it holds."""

import re

_PHONE = re.compile(r"\+?1?[\s.-]*\(?\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}(?:\s*(?:x|ext\.?)\s*\d+)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_DATE = re.compile(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}.*")
_MONEY = re.compile(r"\$[\d,.]+|\d{2,}(?:[.,]\d+)*")


def looks_like_phone(cell: str) -> bool:
    """Whether the whole cell has the shape of a North American number."""
    return _PHONE.fullmatch(cell) is not None


def looks_like_email(cell: str) -> bool:
    """Whether the whole cell has the shape of an e-mail address."""
    return _EMAIL.fullmatch(cell) is not None


def looks_like_data(cell: str) -> bool:
    """Whether a cell is plainly a value, so that its row cannot be the row of column names."""
    return any(shape.fullmatch(cell) for shape in (_PHONE, _EMAIL, _DATE, _MONEY))

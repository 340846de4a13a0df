"""Phone numbers as people write them into a field."""

import phonenumbers

from telephony.numbers import NumberError, PhoneNumber

SENTENCE = "Give the number with its area code, such as 217 555 0123, or as + and digits."


def written_number(text: str) -> PhoneNumber:
    """A number of North America however it is written, another with its country after a plus; raises `NumberError`."""
    try:
        found = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException as problem:
        raise NumberError(SENTENCE) from problem
    if found.extension:
        raise NumberError(SENTENCE)
    return PhoneNumber.parse(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164))

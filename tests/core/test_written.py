import pytest

from dialer.core.written import SENTENCE, written_number
from telephony.numbers import NumberError


@pytest.mark.parametrize("text", ["217 555 0190", "(217) 555-0190", "1-217-555-0190", " +12175550190 ", "217.555.0190"])
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    assert written_number(text).e164 == "+12175550190"


def test_a_number_abroad_needs_its_country() -> None:
    assert written_number("+44 20 7946 0018").e164 == "+442079460018"


@pytest.mark.parametrize("text", ["", "Kim", "555 0190", "217 555 0190 ext. 12", "217 155 0190"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        written_number(text)
    assert "area code" in SENTENCE

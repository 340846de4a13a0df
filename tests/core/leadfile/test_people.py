"""Names come apart where that is safe and stay whole where it is not."""

import pytest

from dialer.core.leadfile import Reason
from dialer.core.leadfile.people import joined_name, split_people

from .reading import row


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("John Smith", [("John", "Smith")]),
        ("JOHN A SMITH", [("John", "Smith")]),
        ("SMITH JOHN A", [("John", "Smith")]),
        ("Smith, John A", [("John", "Smith")]),
        ("SMITH JOHN A & MARY B", [("John", "Smith"), ("Mary", "Smith")]),
        ("SMITH JOHN & MARY", [("John", "Smith"), ("Mary", "Smith")]),
        ("John & Mary Smith", [("John", "Smith"), ("Mary", "Smith")]),
        ("JOHN A & MARY SMITH", [("John", "Smith"), ("Mary", "Smith")]),
        ("John Smith and Mary Jones", [("John", "Smith"), ("Mary", "Jones")]),
        ("SMITH JOHN A & JONES MARY B", [("John", "Smith"), ("Mary", "Jones")]),
        ("Smith, John & Mary", [("John", "Smith"), ("Mary", "Smith")]),
        ("John Smith Jr", [("John", "Smith")]),
        ("SMITH JOHN A ETAL", [("John", "Smith")]),
        ("MCDONALD RORY J ET UX", [("Rory", "McDonald")]),
        ("SHAUN O'BRIEN-LEE", [("Shaun", "O'Brien-Lee")]),
        ("Cher", [("", "")]),
        ("Unknown", []),
        ("Current Resident", []),
        ("12345", []),
    ],
)
def test_people_in_a_cell(cell: str, people: list[tuple[str, str]]) -> None:
    assert [(name.first, name.last) for name in split_people(cell)] == people


@pytest.mark.parametrize(
    "cell",
    ["SMITH FAMILY TRUST", "River Holdings LLC", "ESTATE OF JANE DOE", "City of Reno", "Smith and Sons Inc"],
)
def test_an_organisation_stays_whole(cell: str) -> None:
    (name,) = split_people(cell)
    assert name.is_organisation
    assert (name.first, name.last) == ("", "")


@pytest.mark.parametrize(
    ("parts", "people"),
    [
        (("John", "A", "Smith"), ["John A Smith"]),
        (("John & Mary", "", "Smith"), ["John Smith", "Mary Smith"]),
        (("Jan", "", "van der Berg"), ["Jan van der Berg"]),
        (("", "", "Smith Family Trust"), ["Smith Family Trust"]),
        (("Unknown", "", "Owner"), []),
    ],
)
def test_first_and_last_names_from_columns_of_their_own(parts: tuple[str, str, str], people: list[str]) -> None:
    assert [name.full for name in joined_name(*parts)] == people


def test_one_person_under_three_columns_is_one_person() -> None:
    found = row(**{"First Name": "John", "Last Name": "Smith", "Name": "JOHN A SMITH", "MLS Name": "SMITH JOHN"})
    assert found.lead is not None
    assert [person.full for person in found.lead.people] == ["John A Smith"]


def test_eleven_people_are_kept_and_the_next_is_reported() -> None:
    found = row(**{f"Owner {n}": f"Ann L{chr(96 + n)}" for n in range(1, 13)}, Name="")
    assert found.lead is not None
    assert len(found.lead.people) == 11
    assert [(reject.column, reject.reason) for reject in found.rejects] == [("Owner 12", Reason.TOO_MANY_PEOPLE)]

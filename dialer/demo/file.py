"""The households as a file of the kind that REDX exports, with the few rows that every real file has wrong."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from dialer.demo.leads import Household

NUMBERS = 4


def _numbered(name: str, position: int) -> str:
    """REDX writes `Phone`, `Phone 2`, `Phone 3`."""
    return name if position == 1 else f"{name} {position}"


COLUMNS = (
    *("Vortex ID", "Listing Status", "Property Address", "Property City", "Property State", "Property Zip"),
    *("List Price", "Days On Market", "Bedrooms", "Bathrooms", "Type", "Square Footage", "Year Built"),
    *("List Date", "Expired Date", "Withdrawn Date", "Status Date", "MLS/FSBO ID", "Listing Agent", "Listing Broker"),
    *("Remarks", "First Name", "Last Name", "Name 2"),
    *(name for n in range(1, NUMBERS + 1) for name in (_numbered("Phone", n), f"{_numbered('Phone', n)} Status")),
    "Email",
)


def redx_file(households: Iterable[Household]) -> bytes:
    """A CSV whose data rows stand in the order of the households, followed by rows that an import must refuse."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(_row(number, household) for number, household in enumerate(households, start=1))
    writer.writerows(_WRONG)
    return out.getvalue().encode()


def _row(number: int, house: Household) -> dict[str, object]:
    first, last = house.people[0]
    row: dict[str, object] = {
        "Vortex ID": f"V{number:05d}",
        "Listing Status": house.status,
        "Property Address": house.street,
        "Property City": house.place.city,
        "Property State": house.place.state,
        "Property Zip": house.place.zip,
        "List Price": f"${house.price:,}",
        "Days On Market": (house.left_on - house.listed_on).days,
        "Bedrooms": house.beds,
        "Bathrooms": house.baths,
        "Type": "Single Family",
        "Square Footage": f"{house.sqft:,}",
        "Year Built": house.year_built,
        "List Date": _date(house.listed_on),
        "Expired Date": _date(house.left_on) if house.status == "Expired" else "",
        "Withdrawn Date": _date(house.left_on) if house.status == "Withdrawn" else "",
        "Status Date": _date(house.left_on),
        "MLS/FSBO ID": f"{house.place.state}{700_000 + number}",
        "Listing Agent": house.agent,
        "Listing Broker": house.office,
        "Remarks": house.remarks,
        "First Name": first,
        "Last Name": last,
        "Name 2": " ".join(house.people[1]) if len(house.people) > 1 else "",
        "Email": house.email,
    }
    for position, phone in enumerate(house.numbers, start=1):
        digits = phone.digits
        row[_numbered("Phone", position)] = f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
        row[f"{_numbered('Phone', position)} Status"] = "DNC" if phone.is_dnc else ""
    return row


def _date(day: date) -> str:
    return f"{day:%m-%d-%Y}"


def _wrong(**cells: str) -> Mapping[str, str]:
    house = {"Property City": "Springfield", "Property State": "IL", "Property Zip": "62704"}
    return house | {name.replace("_", " "): cell for name, cell in cells.items()}


_WRONG = (
    _wrong(Listing_Status="Active", Property_Address="12 Forsale Ln", Last_Name="Gable", Phone="(217) 555-0190"),
    _wrong(Listing_Status="Pending", Property_Address="14 Forsale Ln", Last_Name="Shaw", Phone="(217) 555-0191"),
    _wrong(Listing_Status="Sold", Property_Address="16 Forsale Ln", Last_Name="Locke", Phone="(217) 555-0192"),
    _wrong(Listing_Status="Expired", Property_Address="18 Nophone Ln", Last_Name="Wilder", Phone="217-555-01"),
    _wrong(Listing_Status="Expired", Property_Address="20 Nophone Ln", Last_Name="Birch"),
)

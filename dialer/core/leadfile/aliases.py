"""What a column is called, by any of the names that vendors, MLSs and people give it.

Names are squashed to lower-case letters and digits before they are looked up. Three kinds of names:
exact ones, families (`Phone 2 Status`, `Owner 1 Last Name`) and parts of addresses, whose side
(property or mailing) may depend on their neighbours and is settled in `neighbours`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from .clean import clean, squash
from .fields import Field


class Part(StrEnum):
    """A part of an address, before it is known which address."""

    STREET = "street"
    UNIT = "unit"
    CITY = "city"
    STATE = "state"
    ZIP = "zip"
    COUNTY = "county"


class Side(StrEnum):
    """Which address a part belongs to."""

    PROPERTY = "property"
    MAILING = "mailing"


@dataclass(frozen=True, slots=True)
class Named:
    """A column whose name says its field. Columns of one family with the same `stem` belong together."""

    field: Field
    stem: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class AddressPart:
    """A column that is part of an address; `side` is None where the name does not say of which."""

    part: Part
    side: Side | None
    stem: str


_EXACT: dict[Field, str] = {
    Field.APN: "apn parcelnumber parcelid parcel taxid taxidnumber assessorparcelnumber pin folio",
    Field.STREET_NUMBER: "housenumber streetnumber streetnumbernumeric propertyhousenumber stnumber streetno",
    Field.STREET_PREFIX: "streetdirprefix streetdirection streetdir predirection",
    Field.STREET_NAME: "streetname propertystreetname",
    Field.STREET_SUFFIX: "streetsuffix streettype",
    Field.STREET_POSTFIX: "streetdirsuffix postdirection",
    Field.ROW_DNC: "dnc donotcall dncflag isdnc ondnc dncstatus",
    Field.MLS_NUMBER: "ml mls mlsnumber mlnumber mlsnum mlsno mlnum mlsid listingid listingnumber mlsfsboid",
    Field.LISTING_STATUS: "status listingstatus mlsstatus standardstatus stat lststatus mlsliststatus",
    Field.LIST_DATE: "listdate listingdate listingcontractdate onmarketdate datelisted listeddate dateoflisting",
    Field.EXPIRED_DATE: "expireddate expirationdate expdate expirydate dateexpired expiredon expiration",
    Field.WITHDRAWN_DATE: "withdrawndate withdrawdate datewithdrawn",
    Field.CANCELLED_DATE: "cancellationdate cancelleddate canceleddate canceldate terminateddate",
    Field.STATUS_DATE: "statusdate statuschangedate statuschangetimestamp offmarketdate mlsdate",
    Field.LIST_PRICE: (
        "listprice price askingprice lcprice currentprice listingprice mlsamount mlslistingamount lastlistprice"
    ),
    Field.ORIGINAL_PRICE: "originallistprice originalprice origlistprice origprice olp",
    Field.DAYS_ON_MARKET: "daysonmarket dom",
    Field.PROPERTY_TYPE: "propertytype type propertysubtype proptype",
    Field.BEDS: "beds bedrooms bedroomstotal bedroomcount bed br totalbedrooms numberofbedrooms",
    Field.BATHS: "baths bathrooms bathroomstotalinteger bathroomcount totalbathrooms bath ba totalbaths bathstotal",
    Field.SQFT: "sqft squarefootage squarefeet livingarea buildingsqft totalbuildingareasquarefeet sf livingsqft",
    Field.YEAR_BUILT: "yearbuilt effectiveyearbuilt yrbuilt built",
    Field.LISTING_AGENT: "listingagent listagent listagentfullname agentname listagentname listingagentname agent",
    Field.LISTING_OFFICE: "listingoffice listoffice listofficename listingbroker listingbrokerage brokerage office",
    Field.REMARKS: "remarks publicremarks description listingremarks propertydescription comments",
    Field.LITIGATOR: "litigator islitigator tcpalitigator knownlitigator",
    Field.DO_NOT_MAIL: "donotmail nomail dnm",
    Field.OWNER_IS_AGENT: "owneragent ownerisagent agentowned agentowner",
    Field.RELISTED: "relisted relistedflag isrelisted backonmarket",
    Field.NOTES: "notes note landvoicenotes comment",
    Field.TAGS: "tags tag landvoicetags labels",
}
_BY_NAME = {name: field for field, names in _EXACT.items() for name in names.split()}

# Columns about the people who sold the listing, never about the owner.
_OTHER_PEOPLE = re.compile(r"agent|broker|office|attorney|lender|company|fax|buyer")

_WHO = (
    r"(?:(?:landvoice|owner|contact|mls|primary|secondary|home|work|business|alternate|alt|other|"
    r"co|seller|homeowner|best|day|daytime|evening|skiptraced?|residential)*)"
)
_PHONE = re.compile(
    rf"(?P<stem>{_WHO}\d*(?:phone|telephone|tel|cell|mobile|landline|wireless|cellphone|mobilephone))"
    r"(?:number|num|no)?(?P<number>\d*)(?P<more>isdnc|dncstatus|ondnc|dnc|donotcall|status|linetype|type)?"
)
# `DNC2` and `LandvoiceContact2DNC` belong to `Phone2` and `LandvoiceContact2Phone`.
_DNC = re.compile(rf"(?P<who>{_WHO}\d*)(?:isdnc|dnc|donotcall)(?:phone)?(?P<number>\d*)")
_EMAIL = re.compile(rf"(?P<stem>{_WHO}\d*email)(?:address)?(?P<number>\d*)")
_PERSON = re.compile(
    rf"(?P<stem>{_WHO}(?P<number>\d*))(?P<part>firstname|first|fname|givenname|middlename|middle|"
    r"lastname|last|lname|surname|fullname|name)?(?P<after>\d*)"
)
_PERSON_WITHOUT_PART = re.compile(r"(?:owner|contact|seller|homeowner)s?\d*")
_ADDRESS = re.compile(
    r"(?P<side>property|situs|site|subject|listing|mailing|mail|ownermailing|owner|landvoiceowner|tax|"
    r"taxmailing|absentee)?(?P<part>streetaddress|street|address1?|addressline1|fulladdress|unparsedaddress|"
    r"unitnumber|unit|apt|apartment|suite|address2|addressline2|city|town|stateorprovince|state|zipcode|zip|"
    r"zip5|postalcode|postal|countyorparish|countyname|county)"
)
_PROPERTY_SIDES = frozenset({"property", "situs", "site", "subject", "listing"})
_PARTS: dict[Part, str] = {
    Part.STREET: "streetaddress street address address1 addressline1 fulladdress unparsedaddress",
    Part.UNIT: "unitnumber unit apt apartment suite address2 addressline2",
    Part.CITY: "city town",
    Part.STATE: "stateorprovince state",
    Part.ZIP: "zipcode zip zip5 postalcode postal",
    Part.COUNTY: "countyorparish countyname county",
}
_PART_BY_NAME = {name: part for part, names in _PARTS.items() for name in names.split()}

_MORE: dict[str | None, Field] = {
    None: Field.PHONE,
    "status": Field.PHONE_STATUS,
    "type": Field.PHONE_TYPE,
    "linetype": Field.PHONE_TYPE,
}
_NAME_PARTS = {
    "firstname": Field.PERSON_FIRST,
    "first": Field.PERSON_FIRST,
    "fname": Field.PERSON_FIRST,
    "givenname": Field.PERSON_FIRST,
    "middlename": Field.PERSON_MIDDLE,
    "middle": Field.PERSON_MIDDLE,
    "lastname": Field.PERSON_LAST,
    "last": Field.PERSON_LAST,
    "lname": Field.PERSON_LAST,
    "surname": Field.PERSON_LAST,
}


def meaning_of(name: str) -> Named | AddressPart | None:
    """What a squashed column name means by itself, or None where nobody knows it."""
    if field := _BY_NAME.get(name):
        return Named(field)
    if is_about_others(name):
        return None
    return _phone(name) or _email(name) or _address(name) or _person(name)


def is_about_others(name: str) -> bool:
    """Whether a squashed column name is about the agents and firms around a listing."""
    return _OTHER_PEOPLE.search(name) is not None


def is_known_header(cell: str) -> bool:
    """Whether a cell reads as the name of a column."""
    name = squash(clean(cell))
    return bool(name) and meaning_of(name) is not None


def _phone(name: str) -> Named | None:
    if found := _PHONE.fullmatch(name):
        number = int(found["number"]) if found["number"] else None
        stem = found["stem"] + found["number"]
        return Named(_MORE.get(found["more"], Field.PHONE_DNC), stem, number)
    if found := _DNC.fullmatch(name):
        return Named(Field.PHONE_DNC, f"{found['who']}phone{found['number']}")
    return None


def _email(name: str) -> Named | None:
    found = _EMAIL.fullmatch(name)
    if not found:
        return None
    return Named(Field.EMAIL, name, int(found["number"]) if found["number"] else None)


def _address(name: str) -> AddressPart | None:
    found = _ADDRESS.fullmatch(name)
    if not found:
        return None
    stem = found["side"] or ""
    side = None if not stem else Side.PROPERTY if stem in _PROPERTY_SIDES else Side.MAILING
    return AddressPart(_PART_BY_NAME[found["part"]], side, stem)


def _person(name: str) -> Named | None:
    found = _PERSON.fullmatch(name)
    if not found or not (found["part"] or _PERSON_WITHOUT_PART.fullmatch(name)):
        return None
    number = found["number"] or found["after"]
    field = _NAME_PARTS.get(found["part"] or "name", Field.PERSON_FULL)
    # A whole name is a person of its own: REDX gives `First Name`, `Last Name` and `Name` side by side.
    stem = found["stem"] + (f"name{found['after']}" if field is Field.PERSON_FULL else found["after"])
    return Named(field, stem, int(number) if number else None)

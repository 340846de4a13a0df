"""The fields that a column may be mapped to."""

from enum import StrEnum

from .worded import Worded


class Field(Worded):
    """What a column holds. The word is the key that the console and remembered mappings use."""

    PROPERTY_STREET = "property_street", "Property: street with house number, or the whole address"
    PROPERTY_UNIT = "property_unit", "Property: apartment or unit"
    PROPERTY_CITY = "property_city", "Property: city"
    PROPERTY_STATE = "property_state", "Property: state"
    PROPERTY_ZIP = "property_zip", "Property: ZIP code"
    PROPERTY_COUNTY = "property_county", "Property: county"
    STREET_NUMBER = "street_number", "Property: house number, where it has its own column"
    STREET_PREFIX = "street_prefix", "Property: direction before the street name"
    STREET_NAME = "street_name", "Property: street name, where it has its own column"
    STREET_SUFFIX = "street_suffix", "Property: kind of street, where it has its own column"
    STREET_POSTFIX = "street_postfix", "Property: direction after the street name"
    APN = "apn", "Parcel number"
    MAILING_STREET = "mailing_street", "Owner's mailing address: street"
    MAILING_UNIT = "mailing_unit", "Owner's mailing address: apartment or unit"
    MAILING_CITY = "mailing_city", "Owner's mailing address: city"
    MAILING_STATE = "mailing_state", "Owner's mailing address: state"
    MAILING_ZIP = "mailing_zip", "Owner's mailing address: ZIP code"
    PERSON_FIRST = "person_first", "A person's first name"
    PERSON_MIDDLE = "person_middle", "A person's middle name"
    PERSON_LAST = "person_last", "A person's last name"
    PERSON_FULL = "person_full", "A person's whole name, or several people in one cell"
    PHONE = "phone", "Phone number, or several in one cell"
    PHONE_DNC = "phone_dnc", "Whether the vendor says that this number may not be called"
    PHONE_STATUS = "phone_status", "What the vendor says about this number, such as DNC or disconnected"
    PHONE_TYPE = "phone_type", "Whether this number is a mobile or a landline"
    ROW_DNC = "row_dnc", "Whether the vendor says that no number of this row may be called"
    EMAIL = "email", "E-mail address, or several in one cell"
    MLS_NUMBER = "mls_number", "Listing: MLS number"
    LISTING_STATUS = "listing_status", "Listing: status, such as Expired or Withdrawn"
    LIST_DATE = "list_date", "Listing: date it was listed"
    EXPIRED_DATE = "expired_date", "Listing: date it expired"
    WITHDRAWN_DATE = "withdrawn_date", "Listing: date it was withdrawn"
    CANCELLED_DATE = "cancelled_date", "Listing: date it was cancelled"
    STATUS_DATE = "status_date", "Listing: date of its present status"
    LIST_PRICE = "list_price", "Listing: last asking price"
    ORIGINAL_PRICE = "original_price", "Listing: first asking price"
    DAYS_ON_MARKET = "days_on_market", "Listing: days on market"
    PROPERTY_TYPE = "property_type", "Property: type, such as house, condominium or land"
    BEDS = "beds", "Property: bedrooms"
    BATHS = "baths", "Property: bathrooms"
    SQFT = "sqft", "Property: living area in square feet"
    YEAR_BUILT = "year_built", "Property: year built"
    LISTING_AGENT = "listing_agent", "Listing: former agent, who is never called"
    LISTING_OFFICE = "listing_office", "Listing: former office"
    REMARKS = "remarks", "Listing: remarks"
    LITIGATOR = "litigator", "Whether the owner is known to sue callers"
    DO_NOT_MAIL = "do_not_mail", "Whether the owner may not be written to"
    OWNER_IS_AGENT = "owner_is_agent", "Whether the owner holds a real-estate licence"
    RELISTED = "relisted", "Whether the property is on the market again"
    NOTES = "notes", "Notes"
    TAGS = "tags", "Tags, separated by commas"


PHONE_FIELDS = frozenset({Field.PHONE, Field.PHONE_DNC, Field.PHONE_STATUS, Field.PHONE_TYPE})
PERSON_FIELDS = frozenset({Field.PERSON_FIRST, Field.PERSON_MIDDLE, Field.PERSON_LAST, Field.PERSON_FULL})
MAILING_FIELDS = frozenset(
    {
        Field.MAILING_STREET,
        Field.MAILING_UNIT,
        Field.MAILING_CITY,
        Field.MAILING_STATE,
        Field.MAILING_ZIP,
    }
)
STREET_PART_FIELDS = (
    Field.STREET_NUMBER,
    Field.STREET_PREFIX,
    Field.STREET_NAME,
    Field.STREET_SUFFIX,
    Field.STREET_POSTFIX,
)
DATE_FIELDS = (
    Field.LIST_DATE,
    Field.EXPIRED_DATE,
    Field.WITHDRAWN_DATE,
    Field.CANCELLED_DATE,
    Field.STATUS_DATE,
)


class Family(StrEnum):
    """Fields that belong together under one number: phone 2 with its status, person 3 with both names."""

    PHONE = "phone"
    PERSON = "person"
    EMAIL = "email"
    MAILING = "mailing"


def family_of(field: Field) -> Family | None:
    """The family whose columns are numbered, or None for a field that a row has once."""
    if field in PHONE_FIELDS:
        return Family.PHONE
    if field in PERSON_FIELDS:
        return Family.PERSON
    if field in MAILING_FIELDS:
        return Family.MAILING
    return Family.EMAIL if field is Field.EMAIL else None

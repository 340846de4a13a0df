"""Who made the file, told by columns that only they have, and what their columns mean.

The names come from importers that other people run against real files, those of RESO from its Data
Dictionary 2.0. Only what differs from the general names in `aliases` is listed here.
"""

from .aliases import Named
from .fields import Field
from .worded import Worded


class Source(Worded):
    """The maker of a file."""

    REDX = "redx", "REDX (Vortex)"
    LANDVOICE = "landvoice", "Landvoice, expired listings"
    LANDVOICE_TRACED = "landvoice_traced", "Landvoice, skip-traced list"
    VULCAN7 = "vulcan7", "Vulcan7"
    VULCAN7_COMPACT = "vulcan7_compact", "Vulcan7, compact"
    PROPSTREAM = "propstream", "PropStream"
    BATCHLEADS = "batchleads", "BatchLeads"
    RESO = "reso", "MLS with RESO names"
    MLS = "mls", "MLS export"
    GENERIC = "generic", "Another list"


# Vendors whose files are written month first, so that 03-04-2026 is March the 4th.
MONTH_FIRST = frozenset(Source) - {Source.GENERIC}

_COMPACT_NAMES = "firstname lastname phone phone2 address city state zip type dnc"
_COMPACT = frozenset(_COMPACT_NAMES.split())
_MLS_NAMES = "dom cdom listdate lcprice listprice listagent listoffice offmarketdate expdate"
_MLS_ONLY = frozenset({"ml", "mls", "mlnumber", "mlsnumber"})
_MLS_MORE = frozenset(_MLS_NAMES.split())


def source_of(names: tuple[str, ...]) -> Source:
    """The source whose fingerprint the squashed column names bear."""
    present = frozenset(names)
    if "vortexid" in present or {"mlsfsboid", "listingstatus"} <= present:
        return Source.REDX
    if "landvoiceid" in present:
        return Source.LANDVOICE
    if any(name.startswith("landvoicecontact") for name in names):
        return Source.LANDVOICE_TRACED
    if "batchrankscorecategory" in present:
        return Source.BATCHLEADS
    if {"estloantovalue", "foreclosurefactor"} <= present:
        return Source.PROPSTREAM
    if {"standardstatus", "listingkey"} <= present:
        return Source.RESO
    if {"listtype", "askingprice", "propertyaddress"} <= present:
        return Source.VULCAN7
    if present == _COMPACT:
        return Source.VULCAN7_COMPACT
    return Source.MLS if present & _MLS_ONLY and len(present & _MLS_MORE) >= 2 else Source.GENERIC


# None means: leave this column out, whatever its name would mean elsewhere.
_OWN: dict[Source, dict[str, Named | None]] = {
    # `Lead Status` is the state of the lead in REDX's own product, not of the listing.
    Source.REDX: {"leadstatus": None, "area": None, "leaddate": None},
    Source.LANDVOICE: {
        "mlsownerinfo": Named(Field.PERSON_FULL, "mlsowner"),
        # The parts of the owner's street; `OwnerStreet` has them together.
        "ownerhousenumber": None,
        "ownerstreetname": None,
    },
    Source.LANDVOICE_TRACED: {},
    Source.VULCAN7: {"listtype": Named(Field.LISTING_STATUS)},
    Source.VULCAN7_COMPACT: {"type": Named(Field.LISTING_STATUS)},
    # `Property Status` is the state of the building; `Status` of the loan appears in some exports.
    Source.PROPSTREAM: {"propertystatus": None, "mlsstatus": Named(Field.LISTING_STATUS), "status": None},
    Source.BATCHLEADS: {"list": None},
    # MlsStatus is the local word that StandardStatus stands for; the local one would only add doubt.
    Source.RESO: {
        "mlsstatus": None,
        "onmarketdate": None,
        "propertysubtype": None,
    },
    Source.MLS: {"st": Named(Field.LISTING_STATUS)},
    Source.GENERIC: {},
}


def own_meaning(source: Source, name: str) -> tuple[bool, Named | None]:
    """Whether a source has a meaning of its own for a name, and that meaning (None: leave it out)."""
    own = _OWN[source]
    return name in own, own.get(name)

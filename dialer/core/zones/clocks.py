"""Every clock that people in the United States live by, one letter each.

The zone database has some forty names for American places; most differ only in years long past. For a calling window
only the present rules count, so each name is folded into the one that shows the same time today. A test compares each
pair hour by hour, so a change of law that splits two of them shows up with the next tzdata.
"""

from zoneinfo import ZoneInfo

CLOCKS = {
    "E": "America/New_York",
    "C": "America/Chicago",
    "M": "America/Denver",
    "Z": "America/Phoenix",
    "P": "America/Los_Angeles",
    "K": "America/Anchorage",
    "D": "America/Adak",
    "H": "Pacific/Honolulu",
    "R": "America/Puerto_Rico",
    "S": "Pacific/Pago_Pago",
    "G": "Pacific/Guam",
    "T": "Pacific/Chuuk",
    "W": "Pacific/Palau",
    "Q": "Pacific/Majuro",
}

ALIASES = {
    "America/New_York": (
        "America/Detroit",
        "America/Indiana/Indianapolis",
        "America/Indiana/Marengo",
        "America/Indiana/Petersburg",
        "America/Indiana/Vevay",
        "America/Indiana/Vincennes",
        "America/Indiana/Winamac",
        "America/Kentucky/Louisville",
        "America/Kentucky/Monticello",
    ),
    "America/Chicago": (
        "America/Indiana/Knox",
        "America/Indiana/Tell_City",
        "America/Menominee",
        "America/North_Dakota/Beulah",
        "America/North_Dakota/Center",
        "America/North_Dakota/New_Salem",
    ),
    "America/Denver": ("America/Boise",),
    "America/Anchorage": (
        "America/Juneau",
        "America/Metlakatla",
        "America/Nome",
        "America/Sitka",
        "America/Yakutat",
    ),
    "America/Puerto_Rico": ("America/St_Thomas",),
    "Pacific/Guam": ("Pacific/Saipan",),
}

# A zone name of the database → its clock letter. Names of other countries are absent on purpose.
CLOCK_OF = {name: letter for letter, name in CLOCKS.items()} | {
    alias: letter for letter, name in CLOCKS.items() for alias in ALIASES.get(name, ())
}

# The clocks of the states, for a number about which nothing else is known. Pacific islands in free association and
# the territories are reached only through their own area codes and ZIP codes, but cost nothing to respect.
EVERY_STATE_CLOCK = "ECMZPKDH"

ZONES = {letter: ZoneInfo(name) for letter, name in CLOCKS.items()}

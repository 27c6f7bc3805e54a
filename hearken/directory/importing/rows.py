"""One row of any source, and one thing that is wrong with it: the shapes between readers, cleaning and staging."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Unusable(Exception):
    """The whole file cannot be read as what it was said to be. The message is for the operator."""

    def __str__(self) -> str:
        """Names of files and sheets are in it: nothing a terminal obeys."""
        return safe(super().__str__())


class Kind(StrEnum):
    """What can be wrong with a row, as the report says it."""

    NO_NAME = "left out: no name"
    NO_PLACE = "left out: neither ZIP nor town"
    PERSON = "left out: a single prescriber, no place to go to"
    OTHER_TYPE = "left out: a kind of facility that is not known here"
    ZIP_PADDED = "ZIP had lost its leading zeros, put back"
    ZIP_DROPPED = "ZIP is none, or none of its state, left out"
    STATE_DROPPED = "state is none, left out"
    COORDINATES_NONE = "coordinates are 0,0 or no numbers, left out"
    COORDINATES_FAR = "coordinates are more than 100 miles from the ZIP, left out"
    PHONE_DROPPED = "phone number cannot be dialled, left out"
    WEBSITE_DROPPED = "website is no http or https address, or too long, left out"
    MARKUP = "markup taken out, its text kept"
    CUT = "too long, cut"
    UNKNOWN_VALUE = "value that is neither yes nor no"


def is_control(sign: str) -> bool:
    """Control signs, signs that turn the direction of text, halves of a pair, signs nobody has given a meaning."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def safe(value: str) -> str:
    """Somebody else's text as a terminal may print it."""
    return "".join("?" if is_control(sign) else sign for sign in value)


FATAL_ROWS = frozenset({Kind.NO_NAME, Kind.NO_PLACE})
"""A row that is left out because it is damaged. Where this is most of a file, the file is not what it seems."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one row. `note`: the value as it was, cut short."""

    kind: Kind
    row: str
    note: str = ""


@dataclass(slots=True)
class Row:
    """One source's whole word on one place, cleaned. codes: of the source's scheme, those nobody knows among them."""

    row: str
    listing: str
    name: str
    unit: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    county: str = ""
    lat: float | None = None
    lon: float | None = None
    phones: list[dict[str, str]] = field(default_factory=list)
    website: str = ""
    summary: str = ""
    hours: str = ""
    cost: str = ""
    confidential: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """The source that rows are staged under."""

    key: str
    name: str
    publisher: str
    licence: str
    credit: str
    scheme: str
    confidence: str
    as_of: date
    invented: bool = False

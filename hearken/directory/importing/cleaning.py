"""What a row of any source has to go through: plain text, whole ZIPs, numbers that dial, places that can be believed.

Pure. It must never repair in silence: whatever is changed or left out is named with its row, and never guess at a fact
that was not given.
"""

import math
import re
from collections.abc import Callable, Mapping
from html import unescape

from hearken.lib import places

from ..keys import listing_key
from .rows import Kind, Problem, Row, is_control, safe

MOST_CODES = 500
FAR = 100.0
"""Miles from the middle of its ZIP beyond which coordinates are not believed."""
LENGTHS = {
    **{"name": 200, "unit": 200, "street": 200, "city": 100, "county": 100, "website": 300},
    **{"summary": 2000, "hours": 500, "cost": 500},
}
FIELDS = (
    *("name", "unit", "street", "street2", "city", "state", "zip", "county", "lat", "lon", "website", "summary"),
    *("hours", "cost", "confidential", "phone", "intake1", "intake2", "hotline"),
)
"""What a reader may hand over, all as text."""
Note = Callable[[Kind, str], None]
_MILITARY = "AE"
"""The state of a ZIP with leading zeros that lies nowhere."""
_NOTE = 60
_TAG = re.compile(r"<\s*(?:script|style)\b.*?<\s*/\s*(?:script|style)\s*>|<!--.*?-->|</?[a-zA-Z!?][^<>]*>", re.S | re.I)
_PHONE = re.compile(
    r"\s*(?P<number>\+?[0-9() .\-/]{7,25}?)\s*(?:[,;]?\s*(?:ext\.?|extension|x|#)\s*(?P<ext>[0-9]{1,8}))?\s*", re.I
)
_BETWEEN = re.compile(r"[,;|](?!\s*(?:ext|x|#))|\s(?:or|and|&|/)\s", re.I)
_SITE = re.compile(r"https?://[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)+(?::[0-9]{1,5})?(?:[/?#][^\s\"'<>\\^`{|}]*)?", re.I)
_BARE_SITE = re.compile(r"(?:www\.)?[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,}(?:/[^\s\"'<>\\^`{|}]*)?", re.I)
_PHONES = {"phone": "main", "intake1": "intake", "intake2": "intake", "hotline": "hotline"}
_WHOLE = {"website": Kind.WEBSITE_DROPPED, **dict.fromkeys(_PHONES, Kind.PHONE_DROPPED)}
"""Half of these leads somewhere else: what is too long is left out, not cut."""
_YES = frozenset({"1", "1.0", "yes", "y", "true", "t", "x", "on"})
_NO = frozenset({"", "0", "0.0", "no", "n", "false", "f"})


def clean(number: str, raw: Mapping[str, str], codes: tuple[str, ...]) -> tuple[Row | None, list[Problem]]:
    """A row from the raw texts of a source, and what was wrong with it. None: it cannot be shown at all."""
    problems: list[Problem] = []

    def note(kind: Kind, value: str = "") -> None:
        problems.append(Problem(kind, number, short(value)))

    text = {name: _text(name, raw.get(name, ""), note) for name in FIELDS}
    if not text["name"]:
        note(Kind.NO_NAME)
        return None, problems
    zip5, state = _zip(text["zip"], text["state"], note), _state(text["state"], note)
    if not zip5 and not text["city"]:
        note(Kind.NO_PLACE, text["name"])
        return None, problems
    lat, lon = _coordinates(text["lat"], text["lon"], zip5, note)
    town, confidential = f"{text['city']} {state}", _confidential(raw.get("confidential", ""), note)
    row = Row(
        row=number[:40],
        listing=listing_key(text["name"], *(("", town) if confidential else (text["street"], zip5 or town))),
        name=text["name"],
        unit=text["unit"],
        street=", ".join(filter(None, (text["street"], text["street2"])))[: LENGTHS["street"]],
        city=text["city"],
        state=state,
        zip=zip5,
        county=text["county"],
        lat=lat,
        lon=lon,
        phones=_phones(text, note),
        website=_website(text["website"], note),
        summary=text["summary"],
        hours=text["hours"],
        cost=text["cost"],
        confidential=confidential,
        codes=tuple(short(code)[:_NOTE] for code in codes)[:MOST_CODES],
    )
    return row, problems


def plain(value: str) -> str:
    """Text without markup, control signs and runs of blanks."""
    if "<" in value or "&" in value:
        value = unescape(_TAG.sub(" ", unescape(_TAG.sub(" ", value))))
        value = _TAG.sub(" ", value).replace("<", " ").replace(">", " ")
    if not value.isprintable() or not value.isascii():
        value = "".join(" " if is_control(sign) else sign for sign in value)
    return " ".join(value.split())


def answer(cell: str) -> bool | None:
    """Whether a cell says yes or no; None: neither."""
    said = (plain(cell) or cell).casefold()
    return True if said in _YES else False if said in _NO else None


def _confidential(cell: str, note: Note) -> bool:
    """Whatever is not plainly a no keeps the address to itself: a street once shown cannot be taken back."""
    said = answer(cell)
    if said is None:
        note(Kind.UNKNOWN_VALUE, f"taken as confidential: {cell}")
    return said is not False


def _text(name: str, value: str, note: Note) -> str:
    most = LENGTHS.get(name, 200)
    given = value[: most * 5]
    text = plain(given)
    if "<" in given and _TAG.search(given):
        note(Kind.MARKUP, f"{name}: {given}")
    if len(text) > most or len(value) > len(given):
        if name in _WHOLE:
            note(_WHOLE[name], text)
            return ""
        note(Kind.CUT, f"{name}: {text}")
        text = text[:most].rstrip()
    return text


def _zip(value: str, state: str, note: Note) -> str:
    """Leading zeros are put back only where that ZIP exists, and in the state that the row names."""
    digits = re.sub(r"\.0$", "", value).replace(" ", "")
    match = re.fullmatch(r"([0-9]{5})(?:-?[0-9]{4})?|([0-9]{3,4})(?:-[0-9]{4})?", digits)
    if match and match[1] and match[1] != "00000":
        return match[1]
    if match and match[2] and _is_in(padded := match[2].zfill(5), state):
        note(Kind.ZIP_PADDED, f"{value} is {padded}")
        return padded
    if value:
        note(Kind.ZIP_DROPPED, value)
    return ""


def _is_in(zip5: str, state: str) -> bool:
    found = places.find(zip5)
    if not isinstance(found, places.Found):
        return False
    held = found.state or _MILITARY
    return state.upper() in {"", held, places.state_name(held).upper()}


def _state(value: str, note: Note) -> str:
    state = value.upper()
    if state and not places.state_name(state):
        note(Kind.STATE_DROPPED, value)
        return ""
    return state


def _coordinates(lat_text: str, lon_text: str, zip5: str, note: Note) -> tuple[float | None, float | None]:
    """(lat, lon) in degrees, or (None, None) where they are not given or not believed."""
    if not lat_text and not lon_text:
        return None, None
    lat, lon = _degrees(lat_text, 90), _degrees(lon_text, 180)
    if lat is None or lon is None or (abs(lat) < 0.01 and abs(lon) < 0.01):
        note(Kind.COORDINATES_NONE, f"{lat_text}, {lon_text}")
        return None, None
    middle = places.zip_centre(zip5)
    if middle and (miles := places.miles_between(lat, lon, *middle)) > FAR:
        note(Kind.COORDINATES_FAR, f"{miles:.0f} miles from {zip5}")
        return None, None
    return lat, lon


def _degrees(text: str, most: int) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= most else None


def _phones(text: Mapping[str, str], note: Note) -> list[dict[str, str]]:
    """Each number once. "860-276-3000 x301" has an extension."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for name, kind in _PHONES.items():
        whole = text[name]
        for value in [whole] if _dialled(whole) else _BETWEEN.split(whole):
            if both := _dialled(value):
                found.setdefault(both, {"kind": kind, "number": both[0], "ext": both[1]})
            elif value.strip():
                note(Kind.PHONE_DROPPED, value)
    return list(found.values())


def _dialled(value: str) -> tuple[str, str] | None:
    """(number, extension), where this is one number of 7 to 15 digits."""
    match = _PHONE.fullmatch(value)
    if match is None or not 7 <= sum(sign.isdigit() for sign in match["number"]) <= 15:
        return None
    return " ".join(match["number"].split()), match["ext"] or ""


def _website(value: str, note: Note) -> str:
    """http or https, with a host. A bare "http://" is what an export writes for none."""
    if value.casefold().rstrip("/") in {"", "http:", "https:", "n", "none", "n/a"}:
        return ""
    if _SITE.fullmatch(value):
        return value
    if _BARE_SITE.fullmatch(value) and len(f"http://{value}") <= LENGTHS["website"]:
        return f"http://{value}"
    note(Kind.WEBSITE_DROPPED, value)
    return ""


def short(value: str) -> str:
    """A raw value as a report may print it: no control signs, cut."""
    value = safe(value[: _NOTE * 2])
    return value if len(value) <= _NOTE else f"{value[:_NOTE]}..."

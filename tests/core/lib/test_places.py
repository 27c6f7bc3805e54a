"""Places by ZIP, town, county and state, from the installed table alone."""

import re
import socket
import threading

import pytest

from hearken.lib import places, placetable
from hearken.lib.places import Ambiguous, Found, Kind


@pytest.mark.parametrize(
    ("text", "label", "read_as"),
    [
        ("02138", "Cambridge, MA 02138", ""),
        (" 02138-1234 ", "Cambridge, MA 02138", ""),
        ("021381234", "Cambridge, MA 02138", ""),
        ("Cambridge, MA 02138", "Cambridge, MA 02138", ""),
        ("00501", "Holtsville, NY 00501", ""),
        ("2138", "Cambridge, MA 02138", "02138"),
        ("2138.0", "Cambridge, MA 02138", "02138"),
        ("501", "Holtsville, NY 00501", "00501"),
    ],
)
def test_a_zip_is_found_with_a_lost_zero_put_back_and_said(text, label, read_as):
    found = places.find(text)
    assert isinstance(found, Found)
    assert (found.kind, found.label, found.read_as) == (Kind.ZIP, label, read_as)
    assert found.lat is not None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("cambridge ma", "Cambridge, MA"),
        ("Cambridge, Massachusetts", "Cambridge, MA"),
        ("  SANTA FE   new mexico", "Santa Fe, NM"),
        ("st. louis, mo", "Saint Louis, MO"),
        ("O'Fallon MO", "O Fallon, MO"),
        ("Cañon City", "Canon City, CO"),
        ("North Cambridge, MA", "Cambridge, MA"),
        ("Indiana, PA", "Indiana, PA"),
        ("Aguada PR", "Aguada, PR"),
    ],
)
def test_a_town_with_its_state_however_it_is_typed(text, label):
    found = places.find(text)
    assert isinstance(found, Found)
    assert (found.kind, found.label) == (Kind.TOWN, label)


def test_a_town_of_many_states_is_asked_back():
    found = places.find("Cambridge")
    assert isinstance(found, Ambiguous)
    assert found.choices[0] == "Cambridge, MA"
    assert "Cambridge, MD" in found.choices
    assert len(found.choices) == 8
    assert found.more > 0
    assert all(isinstance(places.find(choice), Found) for choice in found.choices)


def test_one_that_is_far_bigger_is_meant_and_the_others_are_named():
    found = places.find("boston")
    assert isinstance(found, Found)
    assert found.label == "Boston, MA"
    assert "Boston, VA" in found.others
    assert not any(other.startswith("Mckeesport") for other in found.others)


def test_a_county_in_several_states():
    found = places.find("Essex County")
    assert isinstance(found, Ambiguous)
    assert set(found.choices) >= {"Essex County, MA", "Essex County, NJ", "Essex County, NY", "Essex County, VA"}
    one = places.find("essex county, ma")
    assert isinstance(one, Found)
    assert (one.kind, one.label, one.state) == (Kind.COUNTY, "Essex County, MA", "MA")
    assert places.miles_between(one.lat or 0, one.lon or 0, 42.66, -70.95) < 20


@pytest.mark.parametrize("text", ["MA", "ma", "Massachusetts", " massachusetts "])
def test_a_state_alone(text):
    found = places.find(text)
    assert isinstance(found, Found)
    assert (found.kind, found.label, found.state) == (Kind.STATE, "Massachusetts", "MA")


def test_new_york_is_the_town_unless_the_state_is_said():
    assert [places.find(text).kind for text in ("new york", "New York State")] == [Kind.TOWN, Kind.STATE]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "xyzzy", "99999", "12", "Paris, France", "Springfield, ZZ", "<b>", "x" * 101, "02138 " * 40, "%00\x00"],
)
def test_what_is_not_known_is_none(text):
    assert places.find(text) is None


@pytest.mark.parametrize("zip5", ["09905", "96941", "34001", "96602"])
def test_a_zip_without_coordinates_exists_and_lies_nowhere(zip5):
    found = places.find(zip5)
    assert found == Found(Kind.ZIP, zip5, "")
    assert places.zip_centre(zip5) is None


def test_872_rows_without_coordinates_and_3_military_ones_with_them_lie_nowhere():
    rows = placetable.table().zips.values()
    assert len(rows) > 42_000
    assert sum(row < 0 for row in rows) == 872 + 3


def test_the_centre_of_a_zip():
    assert places.zip_centre("02138") == pytest.approx((42.377, -71.1256), abs=0.01)
    assert places.zip_centre("00501") == pytest.approx((40.815, -73.045), abs=0.01)
    assert [places.zip_centre(bad) for bad in ("2138", "", "0213x", "٠٢١٣٨", "99999", "021380")] == [None] * 6


def test_miles():
    assert places.miles_between(42.377, -71.1256, 42.377, -71.1256) == 0
    assert places.miles_between(42.36, -71.06, 40.71, -74.01) == pytest.approx(190, abs=2)
    assert places.miles_between(0, 0, 0, 180) == pytest.approx(3.14159 * places.EARTH, rel=1e-4)
    assert [places.about(miles) for miles in (0, 0.2, 1.4, 3.5, 29.4, 31, 48, 133)] == [1, 1, 1, 4, 29, 30, 50, 135]


def test_the_nearest_town_and_nothing_out_at_sea():
    assert places.nearest_label(42.4, -71.1) in {"Cambridge, MA", "Somerville, MA"}
    assert places.nearest_label(0, 0) == ""
    assert places.nearest_label(42.4, 100) == ""
    assert places.nearest_label(1e9, 1e9) == ""


def test_the_ground_of_a_map_is_bounded_and_inside():
    box = (41.9, -72.0, 42.8, -70.5)
    dots = places.points_in(*box, 80)
    assert 40 <= len(dots) <= 80
    assert all(box[0] <= lat <= box[2] and box[1] <= lon <= box[3] for lat, lon in dots)
    towns = places.towns_in(*box, 3)
    assert towns[0].label == "Boston, MA"
    assert len(towns) == 3
    assert places.points_in(0, 0, 1, 1, 80) == []
    assert places.towns_in(0, 0, 1, 1, 3) == []


def test_names_of_states():
    assert places.state_name("MA") == "Massachusetts"
    assert places.state_name("AE") == ""


def test_it_is_read_once_for_all_threads_and_without_a_network(monkeypatch):
    def refused(*_args):
        raise AssertionError("asked for a network")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(placetable, "_held", [])
    tables = []
    threads = [threading.Thread(target=lambda: tables.append(placetable.table())) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len({id(table) for table in tables}) == 1


def test_labels_name_nothing_finer_than_a_zip():
    labels = [places.find(text).label for text in ("02138", "cambridge ma", "essex county, ma", "MA")]
    assert all(re.fullmatch(r"[A-Za-z .]+(, [A-Z]{2}( \d{5})?)?", label) for label in labels)

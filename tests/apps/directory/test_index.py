"""The index at its edges: changes within a second, its file, swaps under load, far places, nothing at all."""

import threading
import time
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from hearken.directory import index as public
from hearken.directory import reference
from hearken.directory.asking import Near, Query, Sort
from hearken.directory.index import snapshot, sphere
from hearken.directory.index.holder import MOST_LATE, Holder
from hearken.directory.models import Edit, Listing, Shown

from .listings import EDITION, LAYOUT, REFERENCE, TODAY, Row, applied, built, change, index, publish

pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])
HERE = Near(42.37, -71.11, "Cambridge, MA", "MA", 10)


class Ticks:
    """Seconds that pass when a test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def _holder(clock=None, aside=None) -> Holder:
    return Holder(lambda: LAYOUT, clock or Ticks(), aside or (lambda work: None))


def _keys(result) -> list[str]:
    return [hit.key for hit in result.hits]


def test_a_change_is_seen_within_a_second():
    publish([Row("a"), Row("b", terms="video")])
    ticks = Ticks()
    holder = _holder(ticks)
    assert _keys(holder.current().search(Query())) == ["a", "b"]
    change(Row("c", terms="video"))
    change(None, "a")
    change(Row("b", terms="phone"))
    ticks.now += 0.9
    assert _keys(holder.current().search(Query())) == ["a", "b"]  # asked once a second, not more
    ticks.now += 0.2
    seen = holder.current().search(Query())
    assert _keys(seen) == ["b", "c"]
    assert (seen.counts["video"], seen.counts["phone"]) == (1, 1)


def test_an_edit_with_a_lower_number_that_comes_late_is_not_lost():
    publish([Row("a")])
    ticks = Ticks()
    holder = _holder(ticks)
    Edit.objects.create(seq=20, edition=EDITION, listing="a", kind="changed", day=date(2026, 3, 1))
    assert holder.current().search(Query()).total == 1
    Row("b").listing().save()
    Edit.objects.create(seq=19, edition=EDITION, listing="b", kind="new", day=date(2026, 3, 1))
    ticks.now += 1.1
    assert holder.current().search(Query()).total == 2


def test_nothing_to_do_is_the_same_object():
    publish([Row("a")])
    change(Row("a", terms="video"))
    ticks = Ticks()
    holder = _holder(ticks)
    first = holder.current()
    ticks.now += 5
    assert holder.current() is first


def test_another_edition_is_shown_whole_and_the_file_of_the_one_before_goes():
    publish([Row("a")])
    built()
    ticks = Ticks()
    holder = _holder(ticks)
    assert holder.current().edition == EDITION
    publish([Row("b"), Row("c")], EDITION + 1)
    snapshot.build(EDITION + 1, LAYOUT)
    ticks.now += 1.1
    held = holder.current()
    assert (held.edition, _keys(held.search(Query()))) == (EDITION + 1, ["b", "c"])
    assert not snapshot.path(EDITION).exists()
    assert snapshot.path(EDITION + 1).exists()


def test_too_long_a_tail_is_made_into_columns_with_nothing_lost():
    publish([Row("a")])
    ticks = Ticks()
    waiting = []
    holder = _holder(ticks, waiting.append)
    holder.current()
    late = [Row(f"n{number:04}", words="river") for number in range(MOST_LATE + 1)]
    Listing.objects.bulk_create([row.listing() for row in late])
    day = date(2026, 3, 1)
    Edit.objects.bulk_create([Edit(edition=EDITION, listing=row.key, kind="new", day=day) for row in late])
    ticks.now += 1.1
    before = holder.current()
    assert len(before.tail.late) == MOST_LATE + 1
    assert len(waiting) == 1
    ticks.now += 1.1
    holder.current()
    assert len(waiting) == 1  # it is being made already
    waiting.pop()()
    after = holder.current()
    assert not after.tail.late
    query = Query(words=("river",), near=HERE, sort=Sort.RELEVANCE, first=37, size=20)
    assert after.search(query) == before.search(query)


def test_what_is_opened_is_what_was_made():
    rows = [Row(f"k{number}", 30 + number, -80, terms="video free", words="a b b") for number in range(9)]
    publish([*rows, Row("nowhere", None, None)])
    made, opened = index(), built()
    assert snapshot.load(EDITION, LAYOUT) is not None
    held = replace(made, columns=opened.columns)
    for query in (
        Query(),
        Query(words=("b",), near=HERE, sort=Sort.RELEVANCE),
        Query(terms={"pay": frozenset({"free"})}),
    ):
        assert held.search(query) == made.search(query)


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "old", "other terms", "another database"])
def test_a_damaged_or_old_file_is_never_trusted(harm):
    publish([Row("a"), Row("b")])
    edit = change(Row("b"))
    built()
    file = snapshot.path(EDITION)
    whole = bytearray(file.read_bytes())
    if harm == "old":
        harmed = _signed(bytes(whole).replace(b'"version":1', b'"version":0'))
    elif harm == "another database":
        Edit.objects.filter(pk=edit.pk).update(listing="someone")
        harmed = bytes(whole)
    elif harm == "other terms":
        harmed = _signed(bytes(whole).replace(b'"couple"', b'"cuople"'))
    elif harm == "flipped":
        whole[len(whole) // 2] ^= 1
        harmed = bytes(whole)
    else:
        harmed = bytes(whole[:-100]) if harm == "cut" else b""
    file.write_bytes(harmed)
    assert snapshot.load(EDITION, LAYOUT) is None
    assert _holder().current().search(Query()).total == 2
    assert snapshot.load(EDITION, LAYOUT) is not None  # made anew


def _signed(whole: bytes) -> bytes:
    import hashlib

    return whole[:-32] + hashlib.sha256(whole[:-32]).digest()


def test_without_a_file_it_is_made_from_the_table_and_the_file_too():
    publish([Row("a")])
    assert not snapshot.path(EDITION).exists()
    assert _holder().current().search(Query()).total == 1
    assert snapshot.path(EDITION).stat().st_mode & 0o077 == 0


def test_questions_go_on_while_the_index_is_swapped():
    publish([Row(f"k{number:02}", terms="video", words="river") for number in range(50)])
    held, other = index(), applied(index(), {"k00"})
    holder, wrong = _holder(), []
    holder._index, holder._looked = held, 100.0
    query = Query(words=("river",), near=HERE, terms={"format": frozenset({"video"})}, sort=Sort.RELEVANCE)
    expected = held.search(query)
    stop = threading.Event()

    def ask():
        while not stop.is_set():
            if holder.current().search(query) != expected:
                wrong.append(1)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(400):
        holder._index = (held, other)[turn % 2]
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_question_does_not_wait_for_another_ones_look():
    publish([Row("a")])
    ticks = Ticks()
    holder = _holder(ticks)
    held = holder.current()
    ticks.now += 2
    began = time.monotonic()
    with holder._lock:  # somebody is looking
        assert holder.current() is held
    assert time.monotonic() - began < 3


def test_an_empty_directory_answers_nothing_and_counts_nothing():
    for prepare in (lambda: None, lambda: publish([])):
        prepare()
        held = _holder().current()
        query = Query(words=("river",), near=HERE, virtual_in="MA", terms={"who": frozenset({"couple"})})
        for sort in Sort:
            found = held.search(replace(query, sort=sort), {"a": 1.0})
            assert (found.total, found.hits, set(found.counts.values())) == (0, (), {0})
        assert held.candidates(query, 10).bits.shape == (0, 2)


def test_a_listing_without_coordinates_is_last_and_in_no_radius():
    publish([Row("a", None, None), Row("b", 42.0, None), Row("c"), Row("d", 10.0, 10.0)])
    anywhere = index().search(Query(near=replace(HERE, miles=None)))
    assert _keys(anywhere) == ["c", "d", "a", "b"]
    assert [hit.miles is None for hit in anywhere.hits] == [False, False, True, True]
    assert _keys(index().search(Query(near=HERE))) == ["c"]


@pytest.mark.parametrize("miles", [5, 10, 25, 50, 100, 2000])
@pytest.mark.parametrize("at", [(42.37, -71.11), (0.0, 0.0), (-45.0, 179.99), (89.9, 10.0), (13.47, 144.75)])
def test_the_edge_of_a_radius_belongs_to_it(at, miles):
    near = Near(*at, "here", miles=miles)
    rows = []
    for name, share in (("inside", 1 - 1e-9), ("edge", 1 + 5e-7), ("outside", 1 + 3e-6)):
        for bearing in range(0, 360, 30):
            rows.append(Row(f"{name}-{bearing}", *_off(*at, bearing, miles * share)))
    publish(rows)
    held = index()
    for each in (held, index(few=0), applied(held, {row.key for row in rows})):  # by row, by runs, in the tail
        found = each.search(Query(near=near, size=50))
        assert {key.split("-")[0] for key in _keys(found)} == {"inside", "edge"}
        assert found.total == 24


def _off(lat: float, lon: float, bearing: float, miles: float) -> tuple[float, float]:
    """The point so many miles off."""
    up, way, turn = np.radians(lat), np.radians(bearing), miles / sphere.EARTH_MILES
    north = np.arcsin(np.sin(up) * np.cos(turn) + np.cos(up) * np.sin(turn) * np.cos(way))
    east = np.arctan2(np.sin(way) * np.sin(turn) * np.cos(up), np.cos(turn) - np.sin(up) * np.sin(north))
    return float(np.degrees(north)), float((lon + np.degrees(east) + 540) % 360 - 180)


@pytest.mark.parametrize("seed", range(3))
def test_no_radius_loses_a_row(seed):
    """Runs of rows may hold too many, never too few: anywhere on the earth, up to the other side of it."""
    random = np.random.default_rng(seed)
    lat, lon = np.degrees(np.arcsin(random.uniform(-1, 1, 5000))), random.uniform(-180, 180, 5000)
    order = np.argsort(sphere.cells(lat, lon))
    lat, lon = lat[order], lon[order]
    for _ in range(200):
        at = float(random.choice((random.uniform(-90, 90), -90, 90, 89.99, 0))), float(random.uniform(-180, 180))
        miles = float(random.choice((1, 10, 100, 1000, 6000, 6219, 8000, 12_000)))
        found = np.zeros(lat.size, dtype=bool)
        for first, last in sphere.runs(sphere.cells(lat, lon), *at, miles):
            found[first:last] = True
        assert found[sphere.miles(lat, lon, *at) <= miles * (1 + sphere.EQUAL)].all()


def test_the_date_line_is_no_wall():
    publish([Row("west", 51.9, 179.9, "AK"), Row("east", 51.9, -179.9, "AK"), Row("guam", 13.47, 144.75, "GU")])
    for held in (index(), index(few=0)):
        for lon in (180.0, -180.0, 179.95, -179.95):
            assert set(_keys(held.search(Query(near=Near(51.9, lon, "", miles=25))))) == {"west", "east"}
        assert _keys(held.search(Query(near=Near(13.4, 144.8, "", miles=10)))) == ["guam"]


def test_what_serves_only_some_is_left_out_unless_asked():
    publish([Row("a", terms="couple"), Row("b", terms="couple court-only")])
    left_out = index().search(Query(without=frozenset({"court-only"})))
    assert (_keys(left_out), left_out.counts["couple"], left_out.counts["court-only"]) == (["a"], 1, 0)
    asked = index().search(Query(terms={"only": frozenset({"court-only"})}))
    assert _keys(asked) == ["b"]


def test_a_facet_is_counted_without_its_own_filter():
    publish([Row("a", terms="couple video"), Row("b", terms="family video"), Row("c", terms="family phone")])
    query = Query(terms={"who": frozenset({"couple"}), "format": frozenset({"video"})})
    for held in (index(), index(few=0), applied(index(), {"a", "b", "c"})):  # by row, by sets, in the tail
        found = held.search(query)
        assert found.total == 1
        assert [found.counts[key] for key in ("couple", "family", "video", "phone")] == [1, 1, 1, 0]


@pytest.mark.parametrize("late", [False, True])
def test_candidates_bring_what_ranking_needs(late):
    row = Row("b", terms="imago video", checked=date(2026, 2, 1), completeness=70, org="x")
    publish([Row("a", 42.40, -71.11), row, Row("far", 0.0, 0.0)])
    held = applied(index(), {"b"}) if late else index()
    found = held.candidates(Query(near=replace(HERE, miles=None), today=TODAY), 2)
    assert found.keys == ["b", "a"]
    assert found.miles[0] == 0
    assert found.miles[1] == pytest.approx(2.07, abs=0.01)
    bits = [bit for bit in range(128) if int(found.bits[0][bit // 64]) >> (bit % 64) & 1]
    assert [LAYOUT.keys[bit] for bit in bits] == ["imago", "video"]
    assert (found.checked_days[0], found.completeness[0]) == (28, 70)
    assert found.org[0] != found.org[1]


def test_the_best_of_very_many_are_the_best_of_all():
    """Sets, stored orders and cells of equal words, beyond every small number in the code."""
    publish([_crowded(number) for number in range(600)])
    held = index(few=20)
    for words in ((), ("river",), ("river", "listen"), ("river", "listen", "couple", "repair")):
        for near in (None, replace(HERE, miles=None), replace(HERE, miles=100)):
            for sort in Sort:
                query = Query(words=words, near=near, sort=sort, first=7, size=11)
                fit = {f"k{number:04}": number % 7 / 7 for number in range(0, 40, 3)}
                assert held.search(query, fit) == reference.search(query, fit, REFERENCE)


def test_a_page_far_behind_in_a_stored_order():
    publish([Row(f"k{number:04}", terms="video" * (number > 1200), completeness=number % 4) for number in range(2500)])
    query = Query(terms={"format": frozenset({"video"})}, first=900, size=40)
    for few in (20, 20_000):
        assert _keys(index(few).search(query)) == [f"k{1201 + number}" for number in range(900, 940)]


def _crowded(number: int) -> Row:
    words = " ".join(("river",) * (number % 5) + ("listen",) * (number // 5 % 5) + ("couple", "repair", "x", "y"))
    lat, lon = 42 + number % 40 / 10, -71 - number // 40 % 30 / 10
    return Row(f"k{number:04}", lat, lon, terms="video" if number % 3 else "", words=words, completeness=number % 4)


def test_the_public_door_uses_the_edition_shown():
    publish([Row("a", terms=" couple "), Row("b")])
    assert public.search(Query(terms={"who": frozenset({"couple"})})).total == 1
    assert public.totals([Query(), Query(words=("nothing",))]) == [2, 0]
    assert public.candidates(Query(near=HERE)).keys == ["a", "b"]
    Shown.objects.update(edition=0)
    public.forget()
    assert public.search(Query()).total == 0

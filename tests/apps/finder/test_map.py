"""The map: drawn here, bounded, with no confidential place on it, and numbers like the list."""

import dataclasses
import random

import pytest

from hearken.directory.asking import Near
from hearken.finder.map import HEIGHT, WIDTH, Spot, draw
from hearken.lib import places

HERE = Near(42.377, -71.1256, "Cambridge, MA", "MA", 25)


def far(north, east):
    """Degrees of a point so many miles away."""
    return HERE.lat + north / 69.09, HERE.lon + east / 69.09 / 0.7387


def spots(*points, **more):
    return [Spot(number, *point, **more) for number, point in enumerate(points, 1)]


def numbers(drawing):
    return [pin.text for pin in drawing.pins]


def test_a_place_lies_in_its_direction_and_distance():
    drawing = draw(HERE, spots(far(0, 0), far(20, 0), far(0, 20), far(-20, 0)))
    middle, north, east, south = drawing.pins
    assert (float(middle.x), float(middle.y)) == (WIDTH / 2, HEIGHT / 2)
    assert float(north.y) < HEIGHT / 2 < float(south.y)
    assert float(east.x) > WIDTH / 2
    up, side = HEIGHT / 2 - float(north.y), float(east.x) - WIDTH / 2
    assert up == pytest.approx(side, rel=0.02)
    assert up / float(drawing.circle) == pytest.approx(20 / 25, rel=0.02)


def test_the_scale_bar_is_true():
    drawing = draw(HERE, spots(far(24, 0)))
    assert float(drawing.bar) / drawing.bar_miles == pytest.approx(float(drawing.circle) / 25, rel=0.01)


def test_everything_in_the_circle_is_within_what_the_narrowest_screen_shows():
    drawing = draw(HERE, spots(far(0, 24.5), far(0, -24.5), far(24.5, 0)))
    assert all(abs(float(pin.x) - WIDTH / 2) <= 135 for pin in drawing.pins)


def test_near_ones_come_apart():
    drawing = draw(HERE, spots(far(0.5, 0), far(-2, 0), far(0, 3)))
    assert numbers(drawing) == ["1", "2", "3"]


def test_marks_that_would_cover_each_other_become_one():
    assert numbers(draw(HERE, spots(far(5, 5), far(20, 0), far(5, 5)))) == ["1, 3", "2"]
    assert numbers(draw(HERE, spots(*[far(5, 5)] * 4))) == ["1–4"]
    scattered = [Spot(number, *far(5, 5)) for number in (1, 3, 4, 9)]
    assert numbers(draw(HERE, scattered)) == ["1, 3, +2"]


def test_no_two_marks_overlap_and_each_number_is_in_one():
    chance = random.Random(7)
    many = spots(*(far(chance.uniform(-17, 17), chance.uniform(-17, 17)) for _ in range(40)))
    drawing = draw(HERE, many)
    boxes = [tuple(float(each) for each in (pin.left, pin.top, pin.wide, pin.high)) for pin in drawing.pins]
    for one in range(len(boxes)):
        for other in range(one + 1, len(boxes)):
            (x, y, wide, high), (left, top, broad, tall) = boxes[one], boxes[other]
            assert x + wide <= left + 0.2 or left + broad <= x + 0.2 or y + high <= top + 0.2 or top + tall <= y + 0.2
    assert drawing.drawn == 40


def test_a_confidential_place_is_never_drawn():
    secret = Spot(2, *far(3, 3), confidential=True)
    drawing = draw(HERE, [Spot(1, *far(10, 0)), secret])
    assert numbers(drawing) == ["1"]
    assert drawing.left_out == 1
    assert drawing == dataclasses.replace(draw(HERE, [Spot(1, *far(10, 0))]), left_out=1)


def test_one_without_coordinates_is_left_out_and_counted():
    drawing = draw(HERE, [Spot(1, None, None), Spot(2, *far(1, 1))])
    assert (numbers(drawing), drawing.drawn, drawing.left_out) == (["2"], 1, 1)


def test_what_lies_far_outside_the_circle_does_not_shrink_it():
    drawing = draw(HERE, spots(far(3, 3), far(0, 200)))
    assert numbers(drawing) == ["1"]
    assert drawing.left_out == 1
    assert float(drawing.circle) > 100


def test_with_nothing_to_draw_there_is_only_the_circle_or_nothing():
    assert numbers(draw(HERE, [])) == []
    assert draw(None, []) is None
    assert draw(Near(42, -71, "x", "MA", None), []) is None


def test_without_a_place_it_is_drawn_around_what_was_found():
    drawing = draw(None, spots((42.0, -71.0), (25.0, -80.0)))
    assert drawing.x == ""
    assert numbers(drawing) == ["1", "2"]


def test_the_ground_is_bounded_and_names_cover_nothing():
    drawing = draw(HERE, spots(far(3, 3), far(-8, 2)))
    assert 20 < len(drawing.dots) <= 260
    assert 1 <= len(drawing.names) <= 4
    for name in drawing.names:
        for pin in drawing.pins:
            assert abs(float(name.x) - float(pin.x)) > 10 or abs(float(name.y) - float(pin.y)) > 10


def test_it_draws_anywhere(monkeypatch):
    for zip5 in ("99501", "96813", "00901", "33040", "04401"):
        found = places.find(zip5)
        near = Near(found.lat, found.lon, found.label, found.state, 100)
        assert draw(near, [Spot(1, found.lat + 0.1, found.lon)]).drawn == 1
    assert draw(Near(89.9, 0, "the pole", "", 5), [Spot(1, 89.9, 1)]) is not None


def test_at_any_distance_the_place_and_everything_found_are_on_it():
    anywhere = Near(42.377, -71.1256, "Cambridge, MA", "MA", None)
    drawing = draw(anywhere, spots(far(1, 1), (34.05, -118.24), (47.6, -122.3)))
    assert drawing.drawn == 3
    assert drawing.circle == ""
    across = [float(each) for each in (drawing.x, *(pin.x for pin in drawing.pins))]
    assert all(abs(each - WIDTH / 2) <= 135 for each in across)

"""Is this for us? For anybody, without an account: reasons, another way each time, help first, and nothing kept."""

import pytest
from django.test import Client
from django.utils.html import escape

from hearken.core.safety.suitability import Situation, Tap
from hearken.screening import instruments
from tests.apps.site.conftest import every_row

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
ALL = [("situation", each.value) for each in Situation] + [("tap", each.value) for each in Tap]


def told(**ticked: object) -> str:
    answer = Client().post("/for-us", ticked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("phone", [False, True])
def test_it_opens_for_anybody_at_both_addresses(settings: object, phone: bool) -> None:
    settings.PHONE = phone  # type: ignore[attr-defined]
    page = Client().get("/for-us").content.decode()
    for name, value in ALL:
        assert f'name="{name}" value="{value}"' in page
    assert Client().post("/for-us", {"situation": "conflict"}).status_code == 200


@pytest.mark.parametrize(("name", "value"), ALL)
def test_each_tick_has_its_reason_and_another_way(name: str, value: str) -> None:
    said = instruments.suitability()
    row = said.situations[Situation(value)] if name == "situation" else said.taps[Tap(value)]
    page = told(**{name: value})
    for part in (row.title, row.reason, row.alternative):
        assert escape(part) in page
    assert "Or another way" in page


@pytest.mark.parametrize("more", [{}, {"situation": [each.value for each in Situation]}, {"tap": list(Tap)}])
def test_where_one_is_afraid_help_comes_first_and_no_way_is_for_two(more: dict[str, list[str]]) -> None:
    page = told(**{**more, "tap": [*more.get("tap", []), "fear"]})
    main = page.partition("<main")[2]
    assert main.index("tel:") < main.index("Why")
    for way in ("/start", "/ours", "/join", "/check"):
        assert f'href="{way}' not in main
    for route in ("appreciation", "small"):
        assert escape(instruments.suitability().routes[route].title) not in main  # type: ignore[index]


@pytest.mark.parametrize("ticked", [{}, {"tap": "nonsense", "situation": ["", "x" * 9999]}])
def test_nothing_ticked_is_an_answer_too(ticked: dict[str, object]) -> None:
    assert escape(instruments.suitability().routes["appreciation"].title) in told(**ticked)  # type: ignore[index]


def test_nothing_is_kept_or_carried_along() -> None:
    before, client = every_row(), Client()
    client.get("/for-us")
    answer = client.post("/for-us", {"tap": ["fear"], "situation": ["recovery"]})
    assert every_row() == before
    assert set(client.cookies) <= {"csrf"}
    assert answer["Cache-Control"] == "no-store"
    assert "checked" not in client.get("/for-us").content.decode()

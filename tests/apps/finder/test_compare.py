"""Two to four places side by side."""

import re

import pytest
from django.test import Client

from hearken.finder import limits
from tests.apps.finder.street import DATABASES, door, open_street, says, survey

pytestmark = pytest.mark.django_db(databases=DATABASES)


@pytest.fixture(autouse=True)
def house(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]


@pytest.fixture
def keys() -> list[str]:
    made = [
        door("Alder House", codes="MCO TELE MD"),
        door("Birch House", codes="MCO MD SP", street="2 Elm Street"),
        door("Cedar House", codes="FCO", street="3 Elm Street"),
        door("Dogwood House", codes="FCO", street="4 Elm Street"),
        door("Elm House", codes="FCO", street="5 Elm Street"),
    ]
    says(made[0], "cost", "$90 a session")
    open_street()
    return made


def page(*keys: str) -> str:
    answer = Client().get("/find/compare", {"key": list(keys)})
    assert answer.status_code == 200
    return answer.content.decode()


def tables(html: str) -> list[str]:
    return re.findall(r"<table.*?</table>", html, re.S)


def rows(table: str) -> dict[str, list[str]]:
    found = {}
    for label, rest in re.findall(r'scope="row">(.*?)</th>(.*?)</tr>', table, re.S):
        cells = re.findall(r"<td[^>]*>.*?</span>(.*?)</td>", rest, re.S)
        found[label] = [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in cells]
    return found


def test_what_differs_comes_first_and_what_is_the_same_after(keys: list[str]) -> None:
    differ, same = map(rows, tables(page(*keys[:2])))
    assert differ["By video or phone"] == ["By video or phone", "Not known"]
    assert differ["Languages"] == ["Not known", "Spanish"]
    assert differ["What it costs"] == ["$90 a session", "Not known"]
    assert same["Kind of help"] == ["Couples therapy", "Couples therapy"]
    assert same["Getting in by wheelchair"] == ["Not known", "Not known"]
    assert not set(differ) & set(same)


def test_it_stays_a_table_for_the_ear(keys: list[str]) -> None:
    table = tables(page(*keys[:3]))[0]
    assert table.count('role="columnheader" scope="col"') == 3
    assert "<caption" in table
    assert table.count('role="rowheader" scope="row"') == table.count('role="row"') - 1


def test_four_are_compared_and_the_fifth_is_told_of(keys: list[str]) -> None:
    html = page(*keys)
    assert "these are the first four" in html
    assert "Elm House" not in html
    assert "Dogwood House" in html


def test_fewer_than_two_is_said_kindly(keys: list[str]) -> None:
    for asked in ([], keys[:1], [keys[0], keys[0]], ["nothing", keys[0]], ["\x00", "0" * 16]):
        html = page(*asked)
        assert "Two places are needed" in html
        assert not tables(html)


def test_a_place_that_is_gone_does_not_stop_the_others(keys: list[str]) -> None:
    html = page(keys[0], "0" * 16, keys[1])
    assert "no longer listed" in html
    assert len(tables(html)) == 2


def test_nothing_is_called_better(keys: list[str]) -> None:
    words = re.sub(r"<[^>]+>", " ", page(*keys[:4])).lower()
    assert not re.search(r"\bbest\b|\bbetter\b|recommended|winner|score", words)


def test_invented_ones_are_called_so_some_or_all(keys: list[str]) -> None:
    made_up = survey("invented", invented=True)
    invented = [door(f"{name} House", codes="MCO", street=f"{name} Lane", batch=made_up) for name in ("Fir", "Gorse")]
    open_street(2)
    assert "All of these are invented" in page(*invented)
    assert "Some of these" not in page(*invented)
    assert "Some of these are invented" in page(invented[0], keys[0])
    assert "invented" not in page(*keys[:2])


def test_there_is_a_way_back_to_the_search(keys: list[str]) -> None:
    for asked in (keys[:2], []):
        assert '<a href="/find">Back to the search</a>' in page(*asked)
    came = Client().get("/find/compare", {"key": keys[:2]}, headers={"referer": "http://testserver/find?near=02138"})
    assert '<a href="/find?near=02138">Back to the search</a>' in came.content.decode()


def test_sixty_keys_are_answered_kindly(keys: list[str]) -> None:
    html = page(*keys, *(f"{number:016x}" for number in range(55)))
    assert "these are the first four" in html


def test_one_address_may_not_copy_the_directory_side_by_side(keys: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "opened", limits.Limiter(2, 60, 10))
    asked = {"key": keys[:2]}
    assert [Client().get("/find/compare", asked).status_code for _ in range(3)] == [200, 200, 429]

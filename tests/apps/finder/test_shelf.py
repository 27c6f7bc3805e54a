"""What somebody keeps of the finder, in either home: sealed, coarse, off until chosen, and gone when it is to go."""

import base64
import json
import zlib
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from hearken.accounts.models import Person
from hearken.directory.asking import Near
from hearken.finder import jar, kept, models, shelf
from hearken.finder.kept import EMPTY, Full, Profile, Saved, Shelf
from hearken.lib import clock
from hearken.space import actions as space
from hearken.vault import envelope, fields, keys, root
from hearken.vault.envelope import Tampered
from hearken.vault.fields import Place
from hearken.vault.models import Key
from tests.apps.couples import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
KEYS = [f"{number:016x}" for number in range(300)]
TODAY = date(2026, 11, 24)
HERE = Near(42.373611, -71.118944, "Cambridge, MA 02138", "MA", 25)


class Browser:
    """The cookies of one browser, and requests made with them."""

    def __init__(self, person: Person | None = None) -> None:
        self.cookies: dict[str, str] = {}
        if person:
            jar = cast.signed_in(Client(), person).cookies
            self.cookies |= {name: each.value for name, each in jar.items()}

    def asks(self) -> HttpRequest:
        request = RequestFactory().get("/saved")
        request.COOKIES.update(self.cookies)
        return request

    def takes(self, response: HttpResponse) -> None:
        for name, each in response.cookies.items():
            if each["max-age"] == 0:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = each.value

    def does(self, what: object, *args: object, **more: object) -> HttpResponse:
        """One request that calls a function of shelf.py, and its cookies taken home."""
        response = HttpResponse()
        what(self.asks(), response, *args, **more)  # type: ignore[operator]
        self.takes(response)
        return response

    def has(self) -> Shelf:
        return shelf.shelf_of(self.asks())


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "day", lambda at: TODAY)


@pytest.fixture(params=["browser", "account"])
def somebody(request: pytest.FixtureRequest) -> Browser:
    return Browser(cast.person("ana") if request.param == "account" else None)


def saves(key: str) -> object:
    return partial(kept.save, key=key, today=TODAY)


def test_what_is_saved_is_there_again_in_either_home(somebody: Browser) -> None:
    somebody.does(shelf.change, partial(kept.note, key=KEYS[0], words="ask for Tuesday", today=TODAY))
    assert somebody.has() == Shelf(saved=[Saved(KEYS[0], "ask for Tuesday", TODAY)])
    somebody.does(shelf.change, partial(kept.unsave, key=KEYS[0]))
    assert somebody.has() == EMPTY
    assert not models.Shelf.objects.exists()
    assert "shelf" not in somebody.cookies


def test_nothing_is_noted_while_suggestions_are_off(somebody: Browser) -> None:
    somebody.does(shelf.change, saves(KEYS[0]))
    for note, what in ((shelf.note_explored, KEYS[1]), (shelf.note_guide, "imago"), (shelf.note_filters, ["imago"])):
        response = somebody.does(note, what)
        assert not response.cookies
    somebody.does(shelf.note_filters, ["imago"], HERE)
    assert somebody.has().profile == Profile()


def test_what_is_opened_is_noted_once_they_are_on_and_writes_no_row(somebody: Browser) -> None:
    somebody.does(shelf.change, partial(kept.switched, on=True))
    before = list(models.Shelf.objects.values_list("body", flat=True))
    somebody.does(shelf.note_explored, KEYS[1])
    somebody.does(shelf.note_guide, "imago")
    somebody.does(shelf.note_filters, ["medicaid", "video"], HERE)
    assert list(models.Shelf.objects.values_list("body", flat=True)) == before
    profile = somebody.has().profile
    assert profile.explored == [(KEYS[1], TODAY)]
    assert profile.guide == [("imago", TODAY)]
    assert profile.filters == [("medicaid", TODAY), ("video", TODAY)]
    somebody.does(shelf.change, saves(KEYS[2]))
    assert "trail" not in somebody.cookies, "with the next change it is where everything is"
    assert somebody.has().profile == profile


def test_what_was_opened_goes_by_itself_after_ninety_days(somebody: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    somebody.does(shelf.change, partial(kept.switched, on=True))
    somebody.does(shelf.note_explored, KEYS[1])
    somebody.does(shelf.change, saves(KEYS[2]))
    monkeypatch.setattr(clock, "day", lambda at: TODAY + timedelta(days=kept.LASTS - 1))
    somebody.does(shelf.note_guide, "imago")  # somebody is here now and then
    somebody.does(shelf.change, saves(KEYS[3]))
    monkeypatch.setattr(clock, "day", lambda at: TODAY + timedelta(days=kept.LASTS + 1))
    assert somebody.has().profile.explored == []
    assert somebody.has().profile.guide
    assert len(somebody.has().saved) == 2


def test_what_was_opened_leaves_the_row_too_where_its_owner_does_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ana = cast.person("ana")
    somebody = Browser(ana)
    somebody.does(shelf.change, partial(kept.switched, on=True))
    somebody.does(shelf.note_explored, KEYS[1])
    somebody.does(shelf.change, saves(KEYS[2]))
    for days, swept in ((kept.LASTS - 1, 0), (kept.LASTS + 6, 1), (kept.LASTS + 14, 0)):
        monkeypatch.setattr(clock, "day", lambda at, days=days: TODAY + timedelta(days=days))
        assert shelf.sweep(0) == swept
    held = shelf._opened(ana, models.Shelf.objects.get())
    assert held.profile.explored == []
    assert held.saved


def test_t40_of_a_place_the_grid_is_kept_and_nothing_finer(somebody: Browser) -> None:
    somebody.does(shelf.change, partial(kept.switched, on=True))
    somebody.does(shelf.note_filters, ["imago"], HERE)
    somebody.does(shelf.change, saves(KEYS[0]))
    profile = somebody.has().profile
    assert profile.grid == (42.4, -71.1)
    assert profile.place
    assert "02138" not in profile.place
    for row in models.Shelf.objects.select_related("person"):
        plain = fields.unseal(row.person.key_id, Place("finder_shelf", "body", row.pk), row.body)
        assert b"42.4,-71.1" in plain
        for finer in (b"42.37", b"71.11", b"02138"):
            assert finer not in plain
    if cookie := somebody.cookies.get("shelf"):
        assert b"42.4,-71.1" in opened(cookie)
        assert b"42.37" not in opened(cookie)


def test_t40_a_finer_place_is_rounded_whoever_puts_it_there() -> None:
    assert Profile(grid=(42.373611, -71.118944)).grid == (42.4, -71.1)
    assert kept.placed(EMPTY, "x", (42.373611, -71.118944), 5).profile.grid == (42.4, -71.1)


def test_the_cookie_is_sealed_out_of_reach_of_scripts_and_goes_with_the_browser() -> None:
    visitor = Browser()
    response = visitor.does(shelf.change, saves("canary-key-00001"))
    cookie = response.cookies["shelf"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
    assert b"canary" not in base64.urlsafe_b64decode(cookie.value + "==")
    stays = visitor.does(shelf.change, saves(KEYS[1]), stays=True)
    assert stays.cookies["shelf"]["max-age"] == shelf.LIFE
    again = visitor.does(shelf.change, saves(KEYS[2]))
    assert again.cookies["shelf"]["max-age"] == shelf.LIFE, "the choice lasts"


@pytest.mark.parametrize("harm", ["", "x", "A" * 900, "é", None])
def test_a_cookie_of_somebody_elses_making_is_an_empty_shelf(harm: str | None) -> None:
    visitor = Browser()
    visitor.does(shelf.change, saves(KEYS[0]))
    whole = visitor.cookies["shelf"]
    visitor.cookies["shelf"] = harm if harm is not None else whole[:-4] + ("AAAA" if whole[-4:] != "AAAA" else "BBBB")
    assert visitor.has() == EMPTY


def test_the_cookie_fits_into_a_browser_and_traces_give_way_before_saved_places() -> None:
    visitor = Browser()
    profile = Profile(on=True, explored=[(key, TODAY) for key in KEYS[:200]])
    visitor.does(shelf.put, Shelf(saved=[Saved(key, "", TODAY) for key in KEYS[200:240]], profile=profile))
    assert len(visitor.cookies["shelf"]) <= jar.COOKIE_CHARS
    assert len(visitor.has().saved) == 40
    assert visitor.has().profile.explored
    words = base64.b64encode(bytes(range(256)) * 2).decode()[: kept.NOTE_CHARS]
    full = Shelf(saved=[Saved(key, key + words[number:], TODAY) for number, key in enumerate(KEYS)])
    noisy = Shelf(saved=[Saved(key, base64.b64encode(zlib.compress(key.encode()) * 20).decode()) for key in KEYS])
    for too_much in (full, noisy):
        with pytest.raises(Full):
            shelf.put(visitor.asks(), HttpResponse(), too_much)
    assert len(visitor.has().saved) == 40, "what was there stays"


def test_the_size_of_a_row_and_of_a_cookie_shows_in_steps_only() -> None:
    ana = cast.person("ana")
    sizes = set()
    for count in (1, 2, 3):
        Browser(ana).does(shelf.put, Shelf(saved=[Saved(key, "", TODAY) for key in KEYS[:count]]))
        sizes.add(len(bytes(models.Shelf.objects.get().body)))
    assert len(sizes) == 1
    cookies = set()
    for count in (1, 2, 3):
        visitor = Browser()
        visitor.does(shelf.put, Shelf(saved=[Saved(key, "", TODAY) for key in KEYS[:count]]))
        cookies.add(len(visitor.cookies["shelf"]))
    assert len(cookies) == 1


def test_signing_in_joins_nothing_until_somebody_asks() -> None:
    visitor, ana = Browser(), cast.person("ana")
    visitor.does(shelf.change, saves(KEYS[0]))
    visitor.cookies |= Browser(ana).cookies
    assert visitor.has() == EMPTY
    assert (shelf.waiting(visitor.asks()) or EMPTY).saved == [Saved(KEYS[0], "", TODAY)]
    visitor.does(shelf.change, saves(KEYS[1]))
    assert [each.key for each in visitor.has().saved] == [KEYS[1]]
    visitor.does(shelf.take_over)
    assert {each.key for each in visitor.has().saved} == {KEYS[0], KEYS[1]}
    assert shelf.waiting(visitor.asks()) is None


def test_what_one_account_opened_never_reaches_another_on_the_same_browser() -> None:
    ana, ben = cast.person("ana"), cast.person("ben")
    one = Browser(ana)
    for person in (ana, ben):
        Browser(person).does(shelf.change, partial(kept.switched, on=True))
    one.does(shelf.note_explored, KEYS[0])
    two = Browser(ben)
    two.cookies["trail"] = one.cookies["trail"]
    assert two.has().profile.explored == []
    assert one.has().profile.explored


def test_leave_takes_both_cookies_and_without_a_network_neither_opens() -> None:
    ana = cast.person("ana")
    visitor = Browser()
    visitor.does(shelf.change, saves(KEYS[0]))
    account = Browser(ana)
    account.does(shelf.change, partial(kept.switched, on=True))
    account.does(shelf.note_explored, KEYS[0])
    for browser, name in ((visitor, "shelf"), (account, "trail")):
        client = Client(headers={"host": "localhost"})
        for each, value in browser.cookies.items():
            client.cookies[each] = value
        gone = client.get("/leave").cookies
        assert gone[name]["max-age"] == 0
        assert gone[shelf.OPEN]["max-age"] == 0
        del browser.cookies[shelf.OPEN]  # what the script deletes before it asks for anything
    assert visitor.has() == EMPTY
    assert account.has().profile.explored == []


def test_a_moved_or_changed_row_is_an_empty_shelf_and_is_noted() -> None:
    from hearken.audit.models import Entry, Event

    ana, ben = cast.person("ana"), cast.person("ben")
    Browser(ana).does(shelf.change, saves(KEYS[0]))
    Browser(ben).does(shelf.change, saves(KEYS[1]))
    mine, his = models.Shelf.objects.get(person=ana), models.Shelf.objects.get(person=ben)
    mine.body, his.body = his.body, mine.body
    mine.save(), his.save()
    assert Browser(ana).has() == EMPTY
    assert Entry.objects.filter(subject=ana.pk, event=Event.NOT_OPENED).count() == 1


def test_t23_a_shelf_outlives_a_new_root_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "root.key"
    _place(file, bytes(32))
    monkeypatch.setattr(settings, "ROOT_KEY_FILE", file)
    ana = cast.person("ana")
    Browser(ana).does(shelf.change, saves(KEYS[0]))
    new = root.incoming(file)
    _place(new, bytes(range(32)))
    assert keys.rotate(file, new).left == 0
    new.rename(file)
    root.forget(new)
    root.forget(file)
    held = shelf._opened(ana, models.Shelf.objects.get())
    assert [each.key for each in held.saved] == [KEYS[0]]


def test_t24_the_shelf_of_an_erased_person_is_gone_and_opens_in_no_backup() -> None:
    ana, ben = cast.person("ana"), cast.person("ben")
    Browser(ana).does(shelf.change, partial(kept.note, key=KEYS[0], words="canary", today=TODAY))
    Browser(ben).does(shelf.change, saves(KEYS[1]))
    backup = models.Shelf.objects.get(person=ana)
    space.erase(ana, clock.now())
    assert not models.Shelf.objects.filter(person=ana).exists()
    backup.save(force_insert=True)  # as if the main database were yesterday's
    assert shelf._opened(ana, backup) == EMPTY
    for key in Key.objects.all():
        with pytest.raises(Tampered):
            fields.unseal(key.pk, Place("finder_shelf", "body", backup.pk), backup.body)
    assert Browser(ben).has().saved


def opened(cookie: str) -> bytes:
    """The plain text of a shelf cookie, which only the server's key gives."""
    sealed = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
    plain = jar._cipher().open(sealed, envelope.binding("cookie", "shelf", "", ""))
    length = int.from_bytes(plain[:4], "big")
    whole = zlib.decompress(plain[4 : 4 + length])
    assert json.loads(whole)
    return whole


def _place(path: Path, key: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(base64.b64encode(key))
    root.ensure_root_key(path)


def test_a_full_shelf_is_no_reason_to_show_no_page() -> None:
    visitor = Browser()
    visitor.does(shelf.change, partial(kept.switched, on=True))

    def fills() -> None:
        for key in KEYS:
            visitor.does(shelf.change, partial(kept.note, key=key, words=key[::-1] * 9, today=TODAY))

    with pytest.raises(Full):
        fills()
    held = visitor.has().saved
    visitor.does(shelf.note_filters, ["imago"], HERE)
    assert visitor.has().saved == held


def test_a_place_that_was_chosen_stays_chosen(somebody: Browser) -> None:
    somebody.does(shelf.change, partial(kept.switched, on=True))
    somebody.does(shelf.change, lambda before: kept.placed(before, "New York, NY", (40.7, -74.0), 10))
    somebody.does(shelf.note_filters, ["imago"], HERE)
    profile = somebody.has().profile
    assert (profile.place, profile.grid, profile.miles) == ("New York, NY", (40.7, -74.0), 10)
    assert profile.filters


def test_what_was_forgotten_comes_back_from_no_other_browser() -> None:
    ana = cast.person("ana")
    one, other = Browser(ana), Browser(ana)
    one.does(shelf.change, partial(kept.switched, on=True))
    for verb in (kept.forgotten, partial(kept.without, kind="explored", name=KEYS[1])):
        other.does(shelf.note_explored, KEYS[1])
        assert [name for name, _ in other.has().profile.explored] == [KEYS[1]]
        one.does(shelf.change, lambda before: kept.traced(before, "explored", [KEYS[1]], TODAY))
        one.does(shelf.change, verb)
        one.does(shelf.change, partial(kept.switched, on=True))
        assert other.has().profile.explored == []


def test_what_leave_closed_without_a_network_is_not_opened_by_something_new() -> None:
    visitor = Browser()
    visitor.does(shelf.change, saves(KEYS[0]), stays=True)
    del visitor.cookies[shelf.OPEN]  # all that Leave can take while the network is cut
    visitor.cookies |= Browser(ana := cast.person("ana")).cookies
    row = kept.switched(EMPTY, on=True)
    shelf._write(ana, row)
    visitor.does(shelf.note_explored, KEYS[1])
    assert "shelf" not in visitor.cookies
    assert shelf.waiting(visitor.asks()) is None


def test_nothing_is_kept_for_somebody_who_was_erased_a_moment_ago() -> None:
    ana = cast.person("ana")
    somebody = Browser(ana)
    asked = somebody.asks()
    shelf.shelf_of(asked)
    Person.objects.filter(pk=ana.pk).update(erased_on=TODAY)
    shelf.change(asked, HttpResponse(), saves(KEYS[0]))  # type: ignore[arg-type]
    assert not models.Shelf.objects.exists()

"""Places on a page of the guide: for those who chose suggestions and have a place, and for nobody else."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from hearken.directory import index
from hearken.finder import kept, shelf
from hearken.finder.kept import Profile, Shelf
from tests.apps.finder.street import DATABASES, door, open_street, says

pytestmark = pytest.mark.django_db(databases=DATABASES)


@pytest.fixture(autouse=True)
def house() -> Iterator[None]:
    key = door("Alder House", codes="MCO", lat=42.3778, lon=-71.1129)
    says(key, "term", "imago")
    open_street(9_900)
    index.forget()
    yield
    index.forget()


def reader(profile: Profile) -> Client:
    """A browser that keeps this."""
    response = HttpResponse()
    shelf.put(RequestFactory().get("/"), response, Shelf(profile=profile))
    client = Client()
    client.cookies.update(response.cookies)
    return client


def kept_by(client: Client) -> Shelf:
    request = RequestFactory().get("/")
    request.COOKIES.update({name: each.value for name, each in client.cookies.items()})
    return shelf.shelf_of(request)


HERE = Profile(on=True, place="Cambridge, MA", grid=(42.4, -71.1), miles=25)


def test_who_chose_it_sees_places_around() -> None:
    page = reader(HERE).get("/guide/imago").content.decode()
    assert "Alder House" in page
    assert "Places to look at" in page


@pytest.mark.parametrize(
    "profile", [None, Profile(on=True), Profile(on=False, place="Cambridge, MA", grid=(42.4, -71.1))]
)
def test_nobody_else_does(profile: Profile | None) -> None:
    client = reader(profile) if profile else Client()
    assert "Alder House" not in client.get("/guide/imago").content.decode()


def test_reading_is_noted_only_where_it_was_chosen() -> None:
    client = reader(HERE)
    client.get("/guide/imago")
    client.get("/guide/accreditation")
    assert [name for name, _ in kept_by(client).profile.guide] == ["imago"]
    stranger = Client()
    stranger.get("/guide/imago")
    assert not stranger.cookies
    assert kept_by(stranger) == kept.EMPTY

"""Where leaving ends (T20): a page of ours or an address somebody chose. The browser holds it; we judge it anew."""

from urllib.parse import quote, unquote

import pytest
from django.test import Client

from hearken.web.leaving import OWN, Fault, fault_of, tidied
from hearken.web.shell import kept

COLON = ":"
"""Apart, so that no address here looks like one that holds a password."""

WEATHER = "https://weather.example/today?place=north"
PLAIN = {"shopping": "/notes", "recipe": "/recipe", "plants": "/plants"}
FAULTS = [
    ("http://weather.example/", Fault.SCHEME),
    ("//weather.example/", Fault.SCHEME),
    ("/mine", Fault.SCHEME),
    ("javascript:alert(1)", Fault.SCHEME),
    ("data:text/html,x", Fault.SCHEME),
    ("https:weather.example", Fault.SCHEME),
    ("https:/weather.example", Fault.SCHEME),
    ("https://weather.example/" + "x" * 200, Fault.LONG),
    ("https://weather.example\\@elsewhere.example/", Fault.SIGNS),
    ("https://weather.example/a b", Fault.SIGNS),
    ("https://weather.example/\r\nSet-Cookie: x=1", Fault.SIGNS),
    ("https://weather.example/\ud800", Fault.SIGNS),
    ("https://wetter.example/übersicht", Fault.SIGNS),
    ("https://ana@weather.example/", Fault.LOGIN),
    (f"https://weather.example{COLON}443@elsewhere.example/", Fault.LOGIN),
    ("https://weather.example:8443/", Fault.PORT),
    ("https://weather.example:/", Fault.PORT),
    ("https://[::1]/", Fault.SIGNS),
    ("https://weather/", Fault.HOST),
    ("https://", Fault.HOST),
    ("https:///weather.example", Fault.HOST),
    ("https://weather.example./", Fault.HOST),
    ("https://.example/", Fault.HOST),
    ("https://127.0.0.1/", Fault.HOST),
    ("https://0x7f.1/", Fault.HOST),
    ("https://192.168.1.7/", Fault.HOST),
    ("https://talk.example.org/mine", Fault.HERE),
    ("https://talk.example.org", Fault.HERE),
]


@pytest.fixture(autouse=True)
def _here(settings):
    settings.ALLOWED_HOSTS = ["testserver", "talk.example.org"]


def with_choice(value: str) -> Client:
    client = Client()
    client.cookies["exit"] = quote(value, safe="")
    return client


def form(**said: str) -> dict[str, str]:
    return {"where": "other", "address": "", **said}


@pytest.mark.parametrize(("address", "fault"), FAULTS)
def test_t20_an_address_that_will_not_do(address, fault):
    assert fault_of(address) is fault


@pytest.mark.parametrize(
    "address",
    [WEATHER, "https://weather.example", "https://a.b.example/x/%C3%BC?q=1#part", "https://xn--wetter-3ya.example/"],
)
def test_an_address_that_will_do(address):
    assert fault_of(address) is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("  weather.example ", "https://weather.example"),
        ("HTTPS://Weather.Example/Today", "https://weather.example/Today"),
        ("weather.example/Today", "https://weather.example/Today"),
        ("http://weather.example", "http://weather.example"),
        ("weather.example:8443", "https://weather.example:8443"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("//weather.example", "//weather.example"),
        ("", ""),
    ],
)
def test_what_somebody_types_is_tidied(typed, address):
    assert tidied(typed) == address


@pytest.mark.parametrize("key", OWN)
def test_t20_a_plain_page_is_chosen_and_kept_by_the_browser(visitor, key):
    client = Client()
    answer = client.post("/leaving", form(where=key, address="half an addr"))
    assert (answer.status_code, answer["Location"]) == (302, "/leaving")
    cookie = answer.cookies["exit"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"], cookie["path"]) == (key, 31536000, "Lax", "/")
    assert cookie["httponly"] is True
    assert cookie["secure"] == ""
    assert client.get("/leave")["Location"] == PLAIN[key]
    page = client.get("/help").content.decode()
    assert f'data-exit="{PLAIN[key]}" data-own="{PLAIN[key]}" data-title="{OWN[key].title}"' in page
    assert f'value="{key}" checked' in client.get("/leaving").content.decode()


def test_t20_an_address_is_chosen_and_a_page_of_ours_stays_for_a_time_without_network():
    client = Client()
    answer = client.post("/leaving", form(address="Weather.example/today?place=north"))
    assert unquote(answer.cookies["exit"].value) == WEATHER
    leave = client.get("/leave")
    assert (leave.status_code, leave["Location"], leave["Referrer-Policy"]) == (302, WEATHER, "no-referrer")
    assert f'data-exit="{WEATHER}" data-own="/notes" data-title="Notes"' in client.get("/help").content.decode()
    page = client.get("/leaving").content.decode()
    assert f'name="address" type="url" value="{WEATHER}"' in page
    assert f'<a class="btn btn--even" href="{WEATHER}" rel="noreferrer external">' in page


def test_behind_https_the_choice_belongs_to_this_host_alone(settings):
    settings.SECURE = True
    client = Client()
    cookie = client.post("/leaving", form(where="recipe"), secure=True).cookies["__Host-exit"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert client.get("/leave", secure=True)["Location"] == "/recipe"
    client.cookies.clear()
    client.cookies["exit"] = "recipe"
    assert client.get("/leave", secure=True)["Location"] == "/notes"


@pytest.mark.parametrize(
    "value",
    [address for address, fault in FAULTS] + ["", "packing", "notes", "/notes", "shopping ", "%", "\x00", "x" * 4000],
)
def test_t20_a_cookie_is_never_believed(value):
    client = Client(raise_request_exception=False)
    raws = [quote(value.encode(errors="surrogatepass"), safe="")]
    if value.isascii() and value.isprintable():
        raws.append(value)
    for raw in raws:
        client.cookies["exit"] = raw
        answer = client.get("/leave")
        assert (answer.status_code, answer["Location"]) == (302, "/notes")
        assert 'data-exit="/notes" data-own="/notes"' in client.get("/help").content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("http://weather.example", "begin with https://"),
        ("https://weather.example/" + "x" * 200, "Up to 200 letters"),
        (f"https://ana{COLON}secret@weather.example", "an @ before the name"),
        ("weather.example:8443", "a number after the name"),
        ("weather", "could not find the name of a site"),
        ("https://talk.example.org/mine", "an address of this server"),
        ("https://weather.example/a b", "a sign in it"),
        ("", "Type an address"),
    ],
)
def test_what_will_not_do_is_said_kindly_and_nothing_is_lost(typed, says):
    client = with_choice("recipe")
    answer = client.post("/leaving", form(address=typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert not answer.cookies.get("exit")
    assert f'value="{tidied(typed) if " " not in typed else typed}"' in page or f'value="{typed}"' in page
    assert 'value="other" checked' in page
    assert client.get("/leave")["Location"] == "/recipe"


def test_a_choice_that_is_not_there_is_refused():
    answer = Client().post("/leaving", form(where="elsewhere"))
    assert answer.status_code == 422
    assert "Choose one of these pages." in answer.content.decode()


def test_the_keepers_choice_stands_until_somebody_makes_their_own(settings):
    settings.EXIT_URL = "https://keeper.example/"
    client = Client()
    page = client.get("/leaving").content.decode()
    assert 'value="" checked' in page
    assert "https://keeper.example/" in page
    client.post("/leaving", form(where="plants"))
    assert client.get("/leave")["Location"] == "/plants"
    client.post("/leaving", form(where=""))
    assert client.get("/leave")["Location"] == "https://keeper.example/"
    settings.EXIT_URL = "/recipe"
    assert 'value="recipe" checked' in client.get("/leaving").content.decode()
    assert 'value=""' not in client.get("/leaving").content.decode().partition("<fieldset")[2].partition("id_addr")[0]


def test_t20_leaving_keeps_the_choice_and_needs_no_cookie_at_all():
    client = with_choice("recipe")
    client.cookies["session"] = client.cookies["open-account"] = "x"
    answer = client.get("/leave")
    assert set(answer.cookies) == {"session", "open-account"}
    strict = Client(enforce_csrf_checks=True)
    assert strict.get("/leave")["Location"] == "/notes"
    assert strict.head("/leave").status_code == 302


def test_t14_the_choice_cannot_be_made_from_another_site():
    client = Client(enforce_csrf_checks=True, headers={"origin": "https://elsewhere.example"})
    answer = client.post("/leaving", form(address=WEATHER))
    assert answer.status_code == 403
    assert not answer.cookies.get("exit")


@pytest.mark.django_db(databases=["default", "keys", "directory"])
def test_t20_the_choice_is_nowhere_on_the_server(django_assert_num_queries):
    for alias in ("default", "keys"):
        with django_assert_num_queries(0, using=alias):
            client = Client()
            client.get("/leaving")
            client.post("/leaving", form(address=WEATHER))
            client.get("/leave")


@pytest.mark.parametrize("key", OWN)
def test_t20_a_plain_page_gives_no_clue(visitor, key):
    answer = visitor.get(PLAIN[key])
    html = answer.content.decode().lower()
    clues = ("hearken", "notebook", "dialogue", "imago", "help", "leav", "partner", "<script", "<a ", "manifest")
    assert [clue for clue in clues if clue in html] == []
    assert html.count("<link") == 2
    assert "max-age" in answer["Cache-Control"]
    assert PLAIN[key] in kept()["steady"]


def test_the_help_page_leads_there(visitor):
    assert 'href="/leaving"' in visitor.get("/help").content.decode()

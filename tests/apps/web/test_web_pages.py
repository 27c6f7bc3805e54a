"""What stands on the pages around the room, and what must not."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import reverse
from web_urls import STATIC

from hearken.lib.content import crisis_cards
from hearken.web.reports import MOST_BYTES, OTHER, report_counts

PAGES = ["/", "/help", "/who-can-see-what", "/who-runs-this", "/notes", "/nothing/here"]
TEMPLATES = Path(STATIC).parent / "templates"


class Tags(HTMLParser):
    """All start tags of a page, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def read(visitor, address) -> tuple[str, Tags]:
    html = visitor.get(address).content.decode()
    return html, Tags(html)


@pytest.mark.parametrize("address", PAGES)
def test_t18_nothing_from_elsewhere(visitor, address):
    _, page = read(visitor, address)
    for tag, attributes in page.tags:
        loaded = [attributes.get("src"), attributes.get("href") if tag == "link" else None, attributes.get("action")]
        for value in filter(None, loaded):
            assert value.startswith("/"), value
            assert not value.startswith("//"), value
        href = attributes.get("href") or ""
        if href.startswith("http"):
            assert "noreferrer" in (attributes.get("rel") or "")


@pytest.mark.parametrize("address", PAGES)
def test_t16_no_inline_script_or_style(visitor, address):
    html, page = read(visitor, address)
    assert "<style" not in html
    for tag, attributes in page.tags:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes), tag
        if tag == "script":
            assert attributes.get("src")
            assert attributes.get("type") == "module"


@pytest.mark.parametrize("address", [page for page in PAGES if page != "/notes"])
def test_t20_leave_is_first_and_a_plain_link(visitor, address):
    _, page = read(visitor, address)
    first = next(item for item in page.tags if item[0] in {"a", "button", "input", "select"})
    assert first[0] == "a"
    assert first[1]["class"] == "leave"
    assert first[1]["href"] == reverse("leave")
    assert [link["href"] for link in page.of("a") if link.get("class") == "help"] == [reverse("help")]


def test_landing_offers_one_thing(visitor):
    html, page = read(visitor, "/")
    main = [link for link in page.of("a") if "btn--big" in (link.get("class") or "")]
    assert [link["href"] for link in main] == [reverse("start")]
    assert "Try a first dialogue together" in html
    assert any(link["href"] == reverse("join") for link in page.of("a"))
    assert "one of you is afraid of the other" in html
    assert "<title>Hearken" in html


def test_landing_weight(visitor):
    html, page = read(visitor, "/")
    files = [link["href"] for link in page.of("link") if link["href"].startswith("/static/")]
    files += [script["src"] for script in page.of("script")]
    assert len(files) >= 6
    weight = len(html.encode()) + sum((STATIC / file.removeprefix("/static/")).stat().st_size for file in files)
    assert weight <= 60_000


@pytest.mark.parametrize("address", ["/help", "/nothing/here", "/notes"])
def test_neutral_titles(visitor, settings, address):
    settings.NEUTRAL_NAME = "Cahier"
    html, _ = read(visitor, address)
    assert "Hearken" not in html
    assert re.search(r"<title>(Cahier|Notes)</title>", html)


def test_links_lead_somewhere(visitor):
    for address in PAGES:
        _, page = read(visitor, address)
        for link in page.of("a"):
            if link["href"].startswith("/"):
                assert visitor.get(link["href"]).status_code in {200, 302}


@pytest.mark.parametrize("code", list(crisis_cards()))
def test_help_by_country(visitor, code):
    html, page = read(visitor, f"/help?country={code}")
    chosen = [option for option in page.of("option") if "selected" in option]
    assert [option["value"] for option in chosen] == [code]
    links = {link["href"] for link in page.of("a")}
    for line in crisis_cards()[code].lines:
        for number in line.call:
            assert f"tel:{number.replace(' ', '').replace('-', '')}" in links
    assert "Numbers gathered November 2026 from public sources." in html
    assert ("Not confirmed yet." in html) == any(
        not line.confirmed and line.need.value != "danger" for line in crisis_cards()[code].lines
    )


def test_help_falls_back(visitor, settings):
    settings.COUNTRY = "IE"
    for query in ("", "?country=XX", "?country=<script>", "?country=ie"):
        html, _ = read(visitor, f"/help{query}")
        assert 'value="IE" selected' in html
        assert "<script>" not in html
    settings.COUNTRY = "XX"
    assert visitor.get("/help").status_code == 200


def test_privacy_says_when_the_way_is_open(visitor, settings):
    settings.ALLOWED_HOSTS = ["*"]
    warning = "This address is not encrypted"
    for host, secure, warned in [
        ("127.0.0.1:8000", False, False),
        ("[::1]", False, False),
        ("localhost", False, False),
        ("192.168.1.7:8000", False, True),
        ("192.168.1.7", True, False),
    ]:
        html = visitor.get("/who-can-see-what", headers={"host": host}, secure=secure).content.decode()
        assert (warning in html) is warned, host


@pytest.mark.django_db(databases=["default", "keys", "directory"])
def test_health_up(visitor):
    answer = visitor.get("/health").json()
    assert answer["status"] == "ok"
    assert answer["database"] in {"sqlite", "postgresql"}
    assert set(answer) == {"status", "version", "database"}


@pytest.mark.parametrize("alias", ["default", "keys"])
@pytest.mark.django_db(databases=["default", "keys", "directory"])
def test_health_down(visitor, monkeypatch, alias):
    from django.db import OperationalError, connections

    def fail(*args):
        raise OperationalError("secret address")

    monkeypatch.setattr(connections[alias], "cursor", fail)
    response = visitor.get("/health")
    assert response.status_code == 503
    assert response.json() == {"status": "down"}


def test_manifest_is_neutral(visitor, settings):
    settings.NEUTRAL_NAME = "Cahier"
    body = visitor.get("/manifest.webmanifest").content.decode()
    assert "earken" not in body
    assert json.loads(body)["name"] == "Cahier"


def test_csp_reports_are_counted_and_forgotten(visitor):
    def send(body):
        return visitor.post("/csp-report", body, content_type="application/csp-report").status_code

    before = report_counts()
    report = {"csp-report": {"effective-directive": "script-src-elem", "blocked-uri": "https://x.example/canary"}}
    assert send(json.dumps(report)) == 204
    for odd in ("", "[]", "{", "null", '{"csp-report": 5}', '{"csp-report": {"effective-directive": "canary"}}'):
        assert send(odd) == 204
    after = report_counts()
    assert after["script-src"] - before.get("script-src", 0) == 1
    assert after[OTHER] - before.get(OTHER, 0) == 6
    assert "canary" not in repr(after)
    assert send("x" * (MOST_BYTES + 1)) == 413
    assert visitor.get("/csp-report").status_code == 405


def test_every_text_in_templates_can_be_translated():
    bare = re.compile(r">\s*[A-Za-z][^<>{}]{2,}<")
    for file in TEMPLATES.rglob("*.html"):
        text = re.sub(r"{% (comment|blocktranslate)[^%]*%}.*?{% end\1 %}", "", file.read_text(), flags=re.S)
        found = [match for match in bare.findall(text) if match not in (">Hearken<", ">findahelpline.com<")]
        assert not found, (file.name, found)

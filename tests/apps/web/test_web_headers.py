"""Every answer carries the full set of security headers: pages, machine answers, and every kind of error."""

import asyncio

import pytest
from django.test import AsyncClient, Client
from web_urls import CANARY

from hearken.web.headers import policy, security_headers

PAGES = ["/", "/help", "/who-can-see-what", "/who-runs-this", "/leave", "/notes", "/manifest.webmanifest", "/worker.js"]
ERRORS = {"/stub/400": 400, "/stub/403": 403, "/nothing/here": 404, "/stub/429": 429, "/stub/500": 500}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def check(response) -> None:
    for name, value in ALWAYS.items():
        assert response.headers.get(name) == value, name
    content = response.headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert part in content.split("; ")
    assert "require-trusted-types-for 'script'" in content
    assert "unsafe" not in content
    permissions = response.headers["Permissions-Policy"].split(", ")
    assert {"camera=()", "microphone=()"} <= set(permissions)
    assert [each for each in permissions if not each.endswith("=()")] == [
        "geolocation=(self)",
        "screen-wake-lock=(self)",
    ]
    assert "Server" not in response.headers
    assert "X-Powered-By" not in response.headers


@pytest.mark.parametrize("address", PAGES)
def test_t15_pages(visitor, address):
    check(visitor.get(address))


@pytest.mark.parametrize(("address", "status"), ERRORS.items())
def test_t15_errors_are_kind_and_empty(visitor, address, status):
    response = visitor.get(address)
    assert response.status_code == status
    check(response)
    body = response.content.decode()
    assert CANARY not in body
    assert "Errors here are ours" in body
    assert "Hearken" not in body
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token_asked", [True, False])
def test_t15_too_large(settings, token_asked):
    client = Client(raise_request_exception=False, enforce_csrf_checks=token_asked)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    response = client.post("/stub/form", {"text": "x" * 70_000})
    assert response.status_code == 413
    check(response)
    assert "more than we can take" in response.content.decode()


def test_t15_unknown_host(visitor):
    response = visitor.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    check(response)


@pytest.mark.django_db(databases=["default", "keys", "directory"])
def test_t15_health(visitor):
    check(visitor.get("/health"))


@pytest.mark.parametrize("address", ["/", "/stub/500"])
def test_t15_asynchronous_way(address):
    client = AsyncClient(raise_request_exception=False)
    check(asyncio.run(client.get(address)))


def test_t15_wrong_method(visitor):
    response = visitor.put("/help")
    assert response.status_code in {403, 405}
    check(response)


@pytest.mark.parametrize("secure", [True, False])
def test_hsts_only_over_https(visitor, settings, secure):
    settings.SECURE = secure
    value = visitor.get("/").headers.get("Strict-Transport-Security")
    assert value == ("max-age=31536000" if secure else None)


def test_store_rule(visitor):
    assert visitor.get("/").headers["Cache-Control"] == "no-store"
    assert "max-age" in visitor.get("/notes").headers["Cache-Control"]


def test_no_header_twice_and_no_line_breaks():
    names = [name.lower() for name, _ in security_headers()]
    assert len(names) == len(set(names))
    assert not any("\n" in value or "\r" in value for _, value in security_headers())


def test_policy_keeps_order():
    assert policy({"default-src": ["'none'"], "img-src": ["'self'", "data:"]}) == (
        "default-src 'none'; img-src 'self' data:"
    )

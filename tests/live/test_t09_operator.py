"""T09: a curious operator, with every page and every command there is, finds none of what people wrote."""

import secrets
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.conftest import ROOT
from tests.live.page import Browser
from tests.live.server import Server, _planted

_LIVES = """
from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience
from hearken.couples.sealing import Words
from hearken.space import actions as space
from tests.apps.couples import cast
now = clock.now()
ana, ben = cast.person({name!r}), cast.person("ben")
cast.couple(ana, ben, now)
space.begin_together(ana, now)
item = items.write(ana, Words({title!r}, {text!r}), now)
sharing.share(item, Audience.US, now, solo=True)
items.delete(items.write(ana, Words("", {gone!r}), now))
"""
COMMANDS = ("doors", "migrate", "settings", "audit", "rotate")
GUESSES = ("/admin", "/admin/", "/debug", "/__debug__/", "/metrics", "/status", "/api", "/console", "/health")


@pytest.fixture
def served() -> Iterator[Server]:
    server = Server().start()
    yield server
    server.stop()


def test_t09_no_command_and_no_page_shows_what_people_wrote(served: Server) -> None:
    canaries = {name: "Q" + secrets.token_hex(16) for name in ("name", "title", "text", "gone")}
    served.python(_LIVES.format(**canaries))
    said = [served.log.read_text()]
    for verb in COMMANDS:
        command = [sys.executable, "-m", *_planted(), "hearken", verb]
        done = subprocess.run(
            command, env=served.env, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
        )
        assert done.returncode == 0, (verb, done.stderr[-500:])
        said += [done.stdout, done.stderr]
    nobody = Browser(served.address)
    for path in GUESSES:
        status, page = nobody.get(path)
        assert status == (200 if path == "/health" else 404), path
        said.append(page)
    for name, canary in canaries.items():
        assert not [each for each in said if canary in each], name


def test_t09_there_is_no_admin() -> None:
    assert not [app for app in settings.INSTALLED_APPS if "admin" in app or "debug" in app]

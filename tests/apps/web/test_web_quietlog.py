"""Logs say where and what kind of fault, never a word anybody wrote (T21)."""

import io
import logging
import sys
from types import SimpleNamespace

import pytest
from web_urls import CANARY as PLANTED

from hearken.lib.quietlog import QuietFormatter, quiet_path

CANARY = "canary-9ab4-i-am-afraid"


class WoundedError(Exception):
    pass


def caught(text: str):
    own_words = text  # a local that must not show
    try:
        try:
            raise KeyError(own_words)
        except KeyError as error:
            raise WoundedError(own_words) from error
    except WoundedError:
        return sys.exc_info()


def line(name: str, message: object, *args: object, exc_info=None, **extra: object) -> str:
    record = logging.LogRecord(name, logging.WARNING, __file__, 7, message, args, exc_info, "some_function")
    record.__dict__.update(extra)
    return QuietFormatter("%(message)s %(pathname)s").format(record)


@pytest.mark.parametrize("name", ["django.request", "uvicorn.error", "hearkening", "root", "hearken.rooms"])
def test_t21_no_canary_from_arguments_or_exception(name):
    text = line(name, "saved %s for %r", CANARY, {CANARY: 1}, exc_info=caught(CANARY), stack_info=CANARY)
    assert CANARY not in text
    assert "WoundedError" in text
    assert "builtins.KeyError" in text
    assert "test_web_quietlog.py" in text
    assert "in caught" in text
    assert "own_words" not in text


@pytest.mark.parametrize("name", ["django.request", "asyncio", "hearkening.rooms"])
def test_t21_messages_of_others_are_dropped(name):
    assert CANARY not in line(name, f"Not Found: /r/{CANARY}")
    assert CANARY not in line(name, WoundedError(CANARY))


def test_own_template_and_whole_numbers_stay():
    assert "room 7 closed" in line("hearken.rooms.hub", "room %d closed", 7)
    assert "closed by %s" in line("hearken.rooms.hub", "closed by %s", CANARY)
    assert "two %d" in line("hearken", "two %d", 1, 2)
    assert "by %(who)s" in line("hearken", "by %(who)s", {"who": CANARY})
    assert CANARY not in line("hearken", WoundedError(CANARY))


def test_level_name_and_time():
    text = line("hearken.rooms", "x")
    assert " WARNING hearken.rooms " in text
    assert text[:2] == "20"


def test_paths_lose_what_could_be_an_id():
    request = SimpleNamespace(path=f"/r/{CANARY}/turn", resolver_match=SimpleNamespace(route="r/<str:handle>/turn"))
    text = line("django.request", "x", request=request, status_code=500)
    assert "path=/r/…" in text
    assert "status=500" in text
    assert CANARY not in text
    unknown = SimpleNamespace(path=f"/{CANARY}", resolver_match=None)
    assert "path=/…" in line("django.request", "x", request=unknown)
    assert quiet_path("/", None) == "/"
    assert quiet_path("/help", "help") == "/help"


def test_home_folders_are_cut():
    assert "/home/ana" not in line("hearken", "x", exc_info=caught(CANARY))
    record = logging.LogRecord("x", 30, "/home/ana/site/hearken/rooms/log.py", 3, "x", (), None)
    assert "hearken/rooms/log.py:3" in QuietFormatter().format(record)
    assert "ana" not in QuietFormatter().format(record)


def test_groups_and_rings():
    group = ExceptionGroup(CANARY, [ValueError(CANARY)])
    text = line("hearken", "x", exc_info=(type(group), group, None))
    assert "holds ValueError" in text
    assert CANARY not in text
    first, second = ValueError(CANARY), TypeError(CANARY)
    first.__context__, second.__context__ = second, first
    assert "TypeError" in line("hearken", "x", exc_info=(ValueError, first, None))


def test_another_handler_cannot_spill_through_this_one():
    record = logging.LogRecord("hearken", 40, __file__, 1, "x", (), caught(CANARY))
    assert CANARY in logging.Formatter().format(record)  # sets record.exc_text
    assert CANARY not in QuietFormatter().format(record)


def test_t21_django_itself_is_quiet(visitor, settings):
    assert settings.LOGGING["formatters"]["quiet"]["()"] == "hearken.lib.quietlog.QuietFormatter"
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(QuietFormatter())
    logging.getLogger("django").addHandler(handler)
    response = visitor.get("/stub/500")
    visitor.get(f"/{PLANTED}")
    visitor.get("/stub/400")
    logging.getLogger("django").removeHandler(handler)
    assert response.status_code == 500
    assert "RuntimeError" in written.getvalue()
    assert "path=/stub/500" in written.getvalue()
    assert PLANTED not in written.getvalue()

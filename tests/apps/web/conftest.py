"""The pages around the room under test: their own urlconf, a client that sees errors as people do, a server."""

import socketserver
import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client


@pytest.fixture(autouse=True)
def _root(settings):
    settings.ROOT_URLCONF = "web_urls"


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


class _Threads(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, format, *args):
        pass


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a real server on loopback with the stand-in urlconf. Ended with the test."""
    server = make_server("127.0.0.1", 0, WSGIHandler(), _Threads, _Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)

"""Style sheets, scripts and pictures from the package itself, by WhiteNoise, read whole.

The files are small and live in the package, so one read beats a stream through threads. It must never serve anything
that a person wrote.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise, answering with ordinary responses instead of streams."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        answer = static_file.get_response(request.method, request.META)
        body = answer.file.read() if answer.file else b""
        if answer.file:
            answer.file.close()
        response = HttpResponse(body, status=int(answer.status))
        del response["content-type"]
        for name, value in answer.headers:
            response[name] = value
        return response

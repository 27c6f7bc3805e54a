"""A style sheet or script served with one passage changed: what faults in the browser's half are planted with."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from hearken.web.files import StaticFiles

SERVE = "hearken.web.files.StaticFiles.serve"


def changed(path: str, old: str, new: str) -> Any:
    """In place of StaticFiles.serve: `old` is `new` in the file whose address ends so. Raises where it is not there."""
    serve = StaticFiles.serve

    def faulty(static_file: Any, request: HttpRequest) -> HttpResponse:
        response = serve(static_file, request)
        if request.path.endswith(path) and response.status_code == 200:
            if old.encode() not in response.content:
                raise LookupError(f"{path} has changed: look at the planted fault again")
            response.content = response.content.replace(old.encode(), new.encode())
            del response["Content-Length"]
        return response

    return staticmethod(faulty)

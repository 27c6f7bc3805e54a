"""Log lines that say when, how grave, who reports, what kind of fault and where in the code: nothing a person wrote.

It must never print a message argument (save whole numbers of our own loggers), an exception's text, a local
variable, a request header, or a URL path that may carry an id. Frameworks put all of these into their messages, so
the messages of other loggers are dropped whole. Our own loggers write constant templates: `log.warning("room %d
closed", count)`, never an f-string.
"""

import logging
import traceback
from types import TracebackType

OWN = "hearken"
_FRAMES = 6
_CHAIN = 4
_PARTS = 3
_HIDDEN = "…"


class QuietFormatter(logging.Formatter):
    """One head line, then one line per exception of the chain and one per frame. Ignores any format string given."""

    def format(self, record: logging.LogRecord) -> str:
        """The record without a word anybody wrote. Never raises on odd arguments, never sets record.exc_text."""
        head = [self.formatTime(record), record.levelname, record.name, _place(record.pathname, record.lineno)]
        if said := _own_words(record):
            head.append(said)
        head += _request_facts(record)
        lines = [" ".join(head)]
        if record.exc_info and record.exc_info[1] is not None:
            lines += _exception(record.exc_info[1])
        return "\n".join(lines)


def quiet_path(path: str, route: str | None = None) -> str:
    """A URL path fit for a log: the route's constant part, or only that there was a path.

    >>> quiet_path("/r/k7mfr2/turn", "r/<str:handle>/turn")
    '/r/…'
    >>> quiet_path("/help", "help")
    '/help'
    >>> quiet_path("/what-somebody-typed")
    '/…'
    """
    if path == "/":
        return "/"
    if route is None:
        return f"/{_HIDDEN}"
    constant, mark, _ = route.lstrip("^").partition("<")
    return f"/{constant}{_HIDDEN}" if mark else f"/{constant}"


def _own_words(record: logging.LogRecord) -> str:
    if record.name.split(".", 1)[0] != OWN or not isinstance(record.msg, str):
        return ""
    if not record.args:
        return record.msg
    values = record.args if isinstance(record.args, tuple) else ()
    if not values or not all(type(value) is int for value in values):
        return record.msg
    try:
        return record.msg % values
    except (TypeError, ValueError):
        return record.msg


def _request_facts(record: logging.LogRecord) -> list[str]:
    facts = []
    status = getattr(record, "status_code", None)
    if type(status) is int:
        facts.append(f"status={status}")
    request = getattr(record, "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        route = getattr(match, "route", None)
        path = str(getattr(request, "path", ""))
        facts.append(f"path={quiet_path(path, route if isinstance(route, str) else None)}")
    return facts


def _exception(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen and len(seen) < _CHAIN:
        seen.add(id(link))
        lines.append(f"  {type(link).__module__}.{type(link).__qualname__}")
        if isinstance(link, BaseExceptionGroup):
            lines += [f"    holds {type(inner).__qualname__}" for inner in link.exceptions[:_FRAMES]]
        lines += _frames(link.__traceback__)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return lines


def _frames(trace: TracebackType | None) -> list[str]:
    found = [(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in traceback.walk_tb(trace)]
    return [f"    {_place(file, line)} in {name}" for file, line, name in found[-_FRAMES:]]


def _place(file: str, line: int) -> str:
    """The last parts of a source path: enough to find it, without the name of the person's home folder."""
    parts = file.replace("\\", "/").split("/")
    return f"{'/'.join(parts[-_PARTS:])}:{line}"

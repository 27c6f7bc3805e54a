"""Counts what browsers report about our content policy.

It must never keep or log a report: reports hold addresses.
"""

import json
import threading
from collections import Counter

from django.conf import settings

MOST_BYTES = 16 * 1024
OTHER = "other"

_lock = threading.Lock()
_counts: Counter[str] = Counter()


def count_report(body: bytes) -> None:
    """Add one to the directive the report names, or to OTHER for anything unknown or unreadable."""
    directive = _directive(body)
    known = directive if directive in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] else OTHER
    with _lock:
        _counts[known] += 1


def report_counts() -> dict[str, int]:
    """How many reports came in since the process started, per directive. At most one key per directive we send."""
    with _lock:
        return dict(_counts)


def _directive(body: bytes) -> str:
    try:
        report = json.loads(body)["csp-report"]
        name = report.get("effective-directive") or report.get("violated-directive")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return OTHER
    # script-src-elem and script-src-attr both stand under script-src in our table.
    return name.removesuffix("-elem").removesuffix("-attr") if isinstance(name, str) else OTHER

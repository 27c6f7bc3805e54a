"""The one table of security headers. Django responses, static files and bare server errors all take them from here.

It must never allow inline script or style, never name a product version, and never depend on the request: a header
that is there only sometimes is a header that is missing when it counts.
"""

from collections.abc import Mapping, Sequence

from django.conf import settings

_YEAR = 365 * 24 * 60 * 60

# Nothing here is needed by a page of words. Only features browsers know are named: an unknown one is a console error.
_DENIED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "serial",
    "usb",
    "xr-spatial-tracking",
)

_OWN = ("geolocation=(self)", "screen-wake-lock=(self)")  # the first asks only when its button is pressed


def policy(directives: Mapping[str, Sequence[str]]) -> str:
    """A Content-Security-Policy value: `name source source; name source`, in the order of the table."""
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def security_headers() -> list[tuple[str, str]]:
    """Every header that goes on every response, as (name, value). HSTS only where the origin is https.

    Read from the settings at each call (a dozen short strings), so a test that overrides a setting sees it.
    """
    table = [
        ("Content-Security-Policy", policy(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        (
            "Permissions-Policy",
            ", ".join([*(f"{feature}=()" for feature in _DENIED), *_OWN]),
        ),
    ]
    if settings.SECURE:
        # One year, this host only: the keeper may run other things under the same domain.
        table.append(("Strict-Transport-Security", f"max-age={_YEAR}"))
    return table

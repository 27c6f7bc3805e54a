"""What every template may know without asking: the neutral name, where Leave goes, the first country for help.

It must never hold anything about a person, a seat or a dialogue: error pages use it too.
"""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, dict[str, str]]:
    """{"page": {"neutral_name", "exit_url", "country"}}. Makes no query and cannot fail on a broken request."""
    return {
        "page": {
            "neutral_name": settings.NEUTRAL_NAME,
            "exit_url": settings.EXIT_URL,
            "country": settings.COUNTRY,
        }
    }

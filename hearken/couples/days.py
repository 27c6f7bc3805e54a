"""The day something happened, in UTC: all that is noted of when. Never the hour."""

from datetime import UTC, date, datetime


def day(now: int) -> date:
    """`now` in unix seconds."""
    return datetime.fromtimestamp(now, UTC).date()

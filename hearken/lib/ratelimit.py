"""Limits on how often something may happen, held in the memory of this process.

It must never be the only guard of a secret, and never grow with the number of strangers: memory is bounded.
One serving process per home folder (a lock file sees to it) makes these counts the whole truth. Several servers
on one PostgreSQL each count for themselves. A restart forgets, which gives a guesser one more window, no more.
"""

from collections import OrderedDict, deque
from threading import Lock


class Bucket:
    """A token bucket: `burst` at once, then `rate` per second. For one connection, so it takes no lock."""

    __slots__ = ("_burst", "_level", "_rate", "_seen")

    def __init__(self, rate: float, burst: float) -> None:
        """`rate` in tokens per second, `burst` in tokens; both above 0, else ValueError."""
        if rate <= 0 or burst <= 0:
            raise ValueError("rate and burst are above 0")
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._seen: float | None = None

    def allow(self, now: float, cost: float = 1.0) -> bool:
        """Take `cost` tokens if they are there. `now` in seconds, best monotonic; a step back adds nothing."""
        if self._seen is not None and now > self._seen:
            self._level = min(self._burst, self._level + (now - self._seen) * self._rate)
        self._seen = now
        if self._level < cost:
            return False
        self._level -= cost
        return True


class Limiter:
    """At most `limit` per key in any span of `seconds`: an exact sliding window, safe between threads.

    Holds at most `most_keys` keys of `limit` moments each. When full, the key unused for longest is forgotten:
    who has that many keys to spend has as many tries anyway, while refusing strangers would shut everyone out.
    """

    def __init__(self, limit: int, seconds: float, most_keys: int) -> None:
        """All above 0, else ValueError."""
        if limit < 1 or seconds <= 0 or most_keys < 1:
            raise ValueError("limit, seconds and most_keys are above 0")
        self._limit = limit
        self._seconds = seconds
        self._most_keys = most_keys
        self._moments: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def allow(self, key: str, now: float) -> bool:
        """Count one try and say whether it may happen. A refused try does not lengthen the wait."""
        with self._lock:
            moments = self._of(key)
            if moments and moments[-1] > now:
                moments.clear()  # the clock was set back: better to begin again than to refuse until it catches up
            while moments and moments[0] <= now - self._seconds:
                moments.popleft()
            if len(moments) >= self._limit:
                return False
            moments.append(now)
            return True

    def refund(self, key: str) -> None:
        """Give the newest try back, as after one that was right: counted first, so that many at once cannot slip by."""
        with self._lock:
            if moments := self._moments.get(key):
                moments.pop()

    def __len__(self) -> int:
        return len(self._moments)

    def _of(self, key: str) -> deque[float]:
        moments = self._moments.get(key)
        if moments is None:
            if len(self._moments) >= self._most_keys:
                self._moments.popitem(last=False)
            moments = self._moments[key] = deque(maxlen=self._limit)
        else:
            self._moments.move_to_end(key)
        return moments

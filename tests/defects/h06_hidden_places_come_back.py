"""A place that somebody put away comes in again by the rule of one of a kind."""

from typing import Any

from hearken.core.ranking import rank

TARGET = "hearken.core.ranking.rank._best_with"
TEST = "tests/core/ranking/test_rank.py::test_what_is_hidden_is_not_shown_by_any_rule"


def replacement(known: Any, wish: Any, scored: Any, terms: Any, shown: Any) -> int:
    having = [at for at in range(len(known.keys)) if rank._has(known, at, terms)]
    return max(having, key=lambda at: float(scored[at]), default=-1)

"""A Mermaid state diagram of one kind, drawn from its rows.

`docs/reference/dialogue.md` holds the diagrams; a test compares them with what this module draws. Rows that hold in
every step (pause, stop, exit, the product's own clock) are left out of the arrows and named once below them.
"""

from collections.abc import Iterator

from . import guards as g
from .states import UNDER_WAY, Step, Who
from .table import STOPPING, How, Kind, Next, Row

# Where a row that depends on the state can lead, for drawing. `machine` decides which; a test holds the two together.
_BRANCHES: dict[Next, tuple[tuple[str, str], ...]] = {
    Next.AFTER_THANKS: (("one", "closing"), ("both", "switch_offer")),
    Next.AFTER_END: (("something was said", "ended"), ("nothing was", "gone")),
}
# Before anybody has asked nothing was said; once places may change, something was.
_ALWAYS: dict[Step, tuple[tuple[str, str], ...]] = {
    Step.IDLE: (("", "gone"),),
    Step.SWITCH_OFFER: (("", "ended"),),
}


def diagram(kind: Kind) -> str:
    """Mermaid source for `kind`, ending in a line break."""
    lines = ["stateDiagram-v2", "    [*] --> idle"]
    lines += [f"    {a} --> {b}: {label}" for a, b, label in _arrows(kind)]
    lines.append("    kept --> [*]")
    lines.append("    gone --> [*]")
    return "\n".join(lines) + "\n"


def _arrows(kind: Kind) -> Iterator[tuple[str, str, str]]:
    for row in kind.rows:
        if row in STOPPING or row.how in (How.PRIVATE, How.NOTHING) or row.then is Next.SAME:
            continue
        for note, to in targets(kind, row):
            words = " ".join(filter(None, (_who(row), row.do.value.replace("_", " "), f"({note})" if note else "")))
            yield row.step.value, to, words


def targets(kind: Kind, row: Row) -> tuple[tuple[str, str], ...]:
    """(condition, step) pairs a row can lead to."""
    if g.OPTIONAL_PROMPT in row.guards:
        return tuple(_after_skip(kind))
    if row.then is Next.AFTER_END and row.step in _ALWAYS:
        return _ALWAYS[row.step]
    if isinstance(row.then, Step):
        return (("", row.then.value),)
    if row.then in _BRANCHES:
        return _BRANCHES[row.then]
    after_line = _after_line(kind, clarifies=g.NOT_CLARIFYING not in row.guards)
    match row.then:
        case Next.BEGIN:
            later = row.step is Step.SCHEDULED and kind.after_switch is not kind.begin
            return (("", kind.begin.value),) + ((("a later turn", kind.after_switch.value),) if later else ())
        case Next.AFTER_HEARD:
            return (("", Step.MORE.value),) if kind.asks_more else after_line
        case Next.AFTER_LINE:
            return after_line
        case Next.AFTER_SENDS:
            return (("", kind.after_sends.value),)
        case Next.AFTER_SWITCH:
            return (("", kind.after_switch.value),)
        case Next.AFTER_RESUME:
            return (("a line was heard", Step.RETURNING.value), ("else, back", "paused_from"))
        case Next.PAUSED_FROM:
            return (("back", "paused_from"),)
        case _:
            return (("", row.step.value),)


def _after_line(kind: Kind, clarifies: bool) -> tuple[tuple[str, str], ...]:
    arrows = [("", kind.after_sends.value)] if not kind.prompts else []
    if kind.prompts:
        arrows = [("next prompt", Step.SENDING.value), ("last prompt", kind.after_sends.value)]
    if clarifies and any(row.do.value == "partial" for row in kind.rows):
        arrows.append(("clarified", Step.VALIDATING.value))
    return tuple(arrows)


def _after_skip(kind: Kind) -> Iterator[tuple[str, str]]:
    if any(prompt.optional for prompt in kind.prompts[:-1]):
        yield "next prompt", Step.SENDING.value
    if any(prompt.optional for prompt in kind.prompts[-1:]):
        yield "last prompt", kind.after_sends.value


def _who(row: Row) -> str:
    if row.who is Who.APP:
        return "clock"
    return "both" if row.how is How.TOGETHER else row.who.value


def pausable() -> tuple[str, ...]:
    """Names of the steps in which pause, stop and exit are one action away."""
    return tuple(step.value for step in UNDER_WAY)

"""`python -m hearken.core.dialogue` prints the reference of the protocol, docs/reference/dialogue.md, as Markdown.

Drawn from the tables alone, so the page cannot drift from what runs. It must never add a rule of its own.
"""

from collections.abc import Iterable, Iterator

from .commands import APP_ONLY, FEELING_CHARS, LEAN_WORDS, MOST_FEELINGS, NOTE, PAYLOADS, Do, Payload, Words
from .diagram import diagram
from .guards import CLOCK_SLACK, DAY
from .kinds import KINDS
from .machine import LAPSE_AFTER, MINUTE, QUIET
from .states import FLOOR, SAID_BACK_FIRST, TOGETHER, UNDER_WAY, Step
from .table import Kind

HEAD = """\
# The dialogue

Drawn from the tables by `python -m hearken.core.dialogue > docs/reference/dialogue.md`. A test compares the two.

Each arrow says who asks for what. `both` needs the yes of both, and a yes stays private until the other has given
theirs. What no arrow names is refused and changes nothing. Left out of the drawings, because they hold in every step
that is under way: `pause`, `exit` (the quick exit), `end`, and the product's own `absent` and `idle`. The first two
and the last two lead to `paused` and look the same to the other person. Left out as well: `write` and `speak`, with
which whoever has the floor chooses to write this one line where two people talk. Spoken or written, the steps and the
state are the same.
"""


def reference() -> str:
    """The whole page, ending in a line break."""
    parts = [HEAD, *(_kind(kind) for kind in KINDS.values()), _steps(), _commands(), _timers()]
    return "\n".join(parts)


def _kind(kind: Kind) -> str:
    heat = "not asked" if kind.heat_limit is None else f"asked of each in private, at most {kind.heat_limit}"
    facts = [
        f"- Heat: {heat}.",
        f"- Topic: {'needed' if kind.topic_needed else 'may be left out'}.",
        f"- Lines: {_prompts(kind) or 'as many as the sender likes, one at a time'}.",
        f"- Opens in `{kind.begin}`; after changing places in `{kind.after_switch}`.",
        f"- Offered: {'to everybody' if not kind.beyond else 'after the readiness review of both'}.",
    ]
    return "\n".join([f"## Kind: {kind.name}", "", *facts, "", "```mermaid", diagram(kind) + "```", ""])


def _prompts(kind: Kind) -> str:
    return ", ".join(f"`{p.key}`" + (" (may be skipped)" if p.optional else "") for p in kind.prompts)


def _steps() -> str:
    rows = (
        (
            f"`{step}`",
            FLOOR[step].value,
            "yes" if step in UNDER_WAY else "",
            "yes" if step in TOGETHER else "",
            "yes" if step in SAID_BACK_FIRST else "",
        )
        for step in Step
    )
    heads = ("Step", "Floor", "Can be paused", "Yes of both", "Last line said back on return")
    return "\n".join(["## Steps", "", *_table(heads, rows), ""])


def _commands() -> str:
    rows = ((f"`{do}`", "the product" if do in APP_ONLY else "a person", _carries(PAYLOADS.get(do))) for do in Do)
    notes = (
        f"A line stays lean: {LEAN_WORDS} words is advice. A time lies between now (give or take {CLOCK_SLACK} "
        f"seconds) and {DAY // 3600} hours from now. What a command does not list, it may not carry.\n\n"
        f"What is said aloud needs no text; a note beside it has at most {NOTE.chars} characters in one line (a "
        f"request keeps its own limits). `{Do.HOLD_ON}` is for rooms where people talk; writing is not stopped."
    )
    return "\n".join(["## Commands", "", *_table(("Command", "From", "Carries"), rows), "", notes, ""])


def _carries(spec: Payload | None) -> str:
    if spec is None:
        return "nothing"
    feelings = f"up to {MOST_FEELINGS} feeling words of {FEELING_CHARS} characters"
    carried = [
        spec.text and _words("text", spec.text),
        spec.also and _words("also", spec.also),
        spec.feelings and feelings,
        spec.number and "a number 0 to 10, private",
        spec.at and "a time",
        spec.kind and "the kind",
        spec.aloud and "may be said aloud",
    ]
    return "; ".join(part for part in carried if part)


def _words(name: str, rule: Words) -> str:
    limits = [f"{rule.chars} characters"]
    if rule.words:
        limits.append(f"{rule.words} words")
    if rule.one_sentence:
        limits.append("one sentence")
    return f"{name}: at most {', '.join(limits)}" + ("" if rule.needed else "; may be left out")


def _timers() -> str:
    rows = []
    for after, do in dict.fromkeys(QUIET.values()):
        steps = ", ".join(f"`{step}`" for step, clock in QUIET.items() if clock == (after, do))
        rows.append((f"`{do}`", f"quiet for {after // MINUTE} minutes", steps))
    rows.append((f"`{Do.LAPSE}`", f"{LAPSE_AFTER // MINUTE} minutes after the agreed time", f"`{Step.SCHEDULED}`"))
    return (
        "\n".join(["## The product's own clock", "", *_table(("Command", "When", "Steps"), rows), ""]).rstrip() + "\n"
    )


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


if __name__ == "__main__":
    print(reference(), end="")

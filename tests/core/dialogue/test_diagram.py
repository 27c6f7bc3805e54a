"""The published page and the drawings say what the machine does, no more and no less."""

from pathlib import Path

import pytest

from hearken.core.dialogue import Step, Stream
from hearken.core.dialogue.__main__ import reference
from hearken.core.dialogue.diagram import diagram, targets
from hearken.core.dialogue.kinds import KINDS, ROWS
from hearken.core.dialogue.table import STOPPING, How

from .expected import NEVER_REACHED
from .world import world

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "dialogue.md"


def test_the_page_is_what_the_command_prints() -> None:
    assert PAGE.read_text() == reference(), "run: python -m hearken.core.dialogue > docs/reference/dialogue.md"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_machine_goes_where_an_arrow_points_and_every_arrow_is_gone_along(kind: str) -> None:
    taken: dict[tuple[str, str], set[str]] = {}
    for edge in world(kind).edges:
        row = ROWS[kind][(edge.origin.ours.step, edge.command.do)]
        if row in STOPPING or row.how in (How.STOPPING, How.PRIVATE, How.NOTHING):
            continue
        if not any(event.stream is Stream.US for event in edge.events):
            continue  # the first of two assents: nothing moves yet
        arrows = {to for _, to in targets(KINDS[kind], row)}
        after = edge.target.ours.step.value
        back = edge.origin.ours.paused_from
        name = "paused_from" if after not in arrows and after == back else after
        assert name in arrows, (edge.origin.ours.step, edge.command.do, after)
        taken.setdefault((row.step.value, row.do.value), set()).add(name)
    for (step, do), names in taken.items():
        row = next(row for (s, d), row in ROWS[kind].items() if s == step and d == do)
        assert names == {to for _, to in targets(KINDS[kind], row)}, (step, do)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_drawing_names_every_step_of_its_kind(kind: str) -> None:
    drawn = diagram(kind=KINDS[kind])
    for step in set(Step) - NEVER_REACHED[kind] - {Step.PAUSED}:
        assert f"--> {step.value}" in drawn or step is Step.RETURNING, step
    assert "paused --> returning" in drawn

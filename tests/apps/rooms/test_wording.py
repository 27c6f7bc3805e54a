"""Every screen, button and refusal has words, and the words keep the house's manners."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from django.utils.functional import Promise

from hearken.core.dialogue import Do, Step, Why
from hearken.core.dialogue.commands import APP_ONLY, PAYLOADS
from hearken.core.dialogue.kinds import KINDS
from hearken.core.dialogue.states import Who
from hearken.core.dialogue.table import VOICE
from hearken.lib.content import CONTENT, BadContent, read_toml
from hearken.rooms import spoken, stems, wording
from hearken.rooms.screen import Shape
from hearken.rooms.screens import EITHER, R, S

TABLE = wording.table()
SERVERS_OWN = {"reading", "busy", "conflict", "not_understood"}
# Shown by the floor, the exit, a page of its own, or a field that opens by itself: not from a screen's own row.
ELSEWHERE = {Do.PAUSE, Do.END, Do.EXIT, Do.PARK, Do.READ_CARD, Do.REWORD, Do.WRITE, Do.SPEAK, Do.HOLD_ON}
CODES = {"soon", "may", "shape", "strip", "far", "near", "write", "stem", "main", "even", "plain", "hope", "carry"}


def said(value: Any) -> Iterator[str]:
    """Every sentence a person may read, deep inside tables. Codes for the scripts are left out."""
    if isinstance(value, Promise) or type(value) is str:
        yield str(value)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in CODES:
                yield from said(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from said(each)


SENTENCES = sorted({text for key, part in TABLE.items() if key not in {"carries", "opens"} for text in said(part)})


def test_every_step_has_a_screen_for_every_role() -> None:
    for step in Step:
        roles = {role for (each, role) in wording.SCREENS if each is step}
        assert roles in ({EITHER}, {S, R}), step


def test_every_screen_says_where_we_are_and_what_to_do_or_wait_for() -> None:
    for (step, role), screen in wording.SCREENS.items():
        assert screen.place, (step, role)
        assert screen.strong or screen.title, (step, role)
        acts = screen.write or screen.main or screen.even
        assert acts or screen.wait or screen.hope or screen.shape in (Shape.READBACK, Shape.GONE), (step, role)


def test_a_waiting_person_learns_what_comes_next() -> None:
    waiting = [
        key
        for key, screen in wording.SCREENS.items()
        if screen.shape is Shape.ROOM and not (screen.write or screen.main or screen.even)
    ]
    assert len(waiting) > 10
    for key in waiting:
        assert wording.SCREENS[key].next, key


def test_every_choice_of_the_tables_is_offered_on_its_screen() -> None:
    for kind in KINDS.values():
        for row in kind.rows:
            if row.who is Who.APP or row.do in ELSEWHERE:
                continue
            roles = [S, R] if row.who is Who.EITHER else [row.who.value]
            for role in roles:
                screen = wording.SCREENS.get((row.step, EITHER)) or wording.SCREENS[(row.step, role)]
                offered = {screen.write, screen.main, *screen.even, *screen.plain}
                # a private card stands in front of the question, with its own "not tonight"
                on_card = row.do is Do.NOT_TONIGHT and row.step is Step.REQUESTED
                assert row.do in offered or on_card, (kind.name, row.step, role, row.do)


def test_every_command_of_a_person_has_a_label() -> None:
    assert set(wording.LABELS) == set(Do) - APP_ONLY


def test_every_refusal_has_words_and_no_other_is_named() -> None:
    assert set(wording.REFUSALS) == {why.value for why in Why} | SERVERS_OWN


def test_every_line_that_a_choice_opens_has_its_stem() -> None:
    for kind in KINDS.values():
        known = stems.all_stems()[kind.name].stems
        doable = {row.do for row in kind.rows}
        for do, stem in wording.OPENS.items():
            assert stem == "time" or do not in doable or str(stem) in known, (kind.name, do)


def test_variants_belong_to_screens_that_exist() -> None:
    for step, role, _ in wording.VARIANTS:
        assert (step, role) in wording.SCREENS


def test_a_variant_never_changes_what_can_be_done() -> None:
    fixed = {"shape", "strip", "write", "stem", "main", "even", "plain"}
    for key, screen in wording.VARIANTS.items():
        plain = type(screen)()
        changed = {each.name for each in fields(screen) if getattr(screen, each.name) != getattr(plain, each.name)}
        assert changed, key
        assert not changed & fixed, key


@pytest.mark.parametrize(
    "rude", [r"!", r"\bshould\b", r"\bmust\b", r"\bjust\b", r"\bsimply\b", r"\b(s?he|his|her|him)\b"]
)
def test_no_cheering_no_orders_no_he_or_she(rude: str) -> None:
    assert len(SENTENCES) > 250
    assert [text for text in SENTENCES if re.search(rude, text, re.IGNORECASE)] == []


def test_sentences_are_short() -> None:
    pieces = [piece for text in SENTENCES for piece in re.split(r"(?<=[.?:])\s+", text)]
    assert [piece for piece in pieces if len(piece.split()) > 20] == []


def test_only_known_places_are_left_open() -> None:
    found = {place for text in SENTENCES for place in re.findall(r"\{[^}]*\}", text)}
    assert found == {"{other}", "{time}", "{me}", "{stem}"}


def test_the_page_gets_one_data_block_that_nothing_in_it_can_close(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(wording.PAGE, "you", "</script><b>")
    block = str(wording.room(0)["words"])
    assert block.count("</script>") == 1
    assert block.endswith("</script>")
    inside = block[block.index(">") + 1 : block.rindex("</script>")]
    assert json.loads(inside)["page"]["you"] == "</script><b>"


def test_where_people_talk_every_turn_has_its_prompts_for_both() -> None:
    for row in VOICE:
        assert (row.step, S) in spoken.ALOUD, row.step
        assert (row.step, R) in spoken.ALOUD, row.step
    for (step, role), screen in spoken.ALOUD.items():
        usual = wording.SCREENS[(step, role)]
        assert screen.near_note, (step, role)
        assert screen.near_text, (step, role)
        assert (screen.write, screen.main, screen.even) == (None, None, ()), "what can be done stays the same"
        if usual.write or usual.main or usual.even:
            assert screen.ask, (step, role)


def test_a_variant_aloud_belongs_to_a_prompt() -> None:
    for step, role, _ in spoken.ALOUD_VARIANTS:
        assert (step, role) in spoken.ALOUD


def test_whatever_is_said_aloud_is_one_tap_with_a_label() -> None:
    writes = {screen.write for screen in wording.SCREENS.values() if screen.write}
    assert writes <= set(spoken.DONE_LABELS)
    assert {str(do) for do in writes} <= set(TABLE["aloud"]["may"])


def test_only_what_is_said_to_both_names_the_one_whose_turn_it_is() -> None:
    to_one = [each for screen in spoken.ALOUD.values() for name, each in screen.words().items() if name != "ask"]
    assert not [text for text in to_one if "{me}" in str(text)]
    assert not [own for own, _ in spoken.DONE_LABELS.values() if "{me}" in str(own)]


def test_a_page_is_told_what_each_command_carries() -> None:
    assert TABLE["carries"]["partial"] == ["text", "also"]
    assert TABLE["carries"]["request"] == ["text", "number", "kind"]
    assert set(TABLE["carries"]) == {do.value for do in PAYLOADS}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_stems_match_their_kind(name: str) -> None:
    kind = KINDS[name]
    found = stems.all_stems()[name]
    assert set(found.stems) == stems.needed(kind)
    assert [line.key for line in found.lines] == [prompt.key for prompt in kind.prompts]


def _file(name: str) -> dict[str, Any]:
    return read_toml(CONTENT / "stems" / f"{name}.toml")


def test_a_missing_stem_stops_the_start() -> None:
    table = _file("small")
    del table["stems"]["mirrored"]
    with pytest.raises(BadContent, match="missing key 'mirrored'"):
        stems.parse(KINDS["small"], table)


def test_a_stem_too_many_stops_the_start() -> None:
    table = _file("small")
    table["stems"]["sang"] = "La"
    with pytest.raises(BadContent, match="unknown key 'sang'"):
        stems.parse(KINDS["small"], table)


def test_an_empty_stem_stops_the_start() -> None:
    table = _file("small")
    table["stems"]["mirrored"] = ""
    with pytest.raises(BadContent, match="empty"):
        stems.parse(KINDS["small"], table)


def test_prompts_come_in_the_order_of_the_kind() -> None:
    table = _file("appreciation")
    table["prompt"].reverse()
    with pytest.raises(BadContent, match="order"):
        stems.parse(KINDS["appreciation"], table)


def test_a_new_kind_asks_for_its_own_stems() -> None:
    lean = replace(KINDS["small"], rows=tuple(row for row in KINDS["small"].rows if row.do is not Do.PARTIAL))
    assert stems.needed(KINDS["small"]) - stems.needed(lean) == {"partly_validated", "partly_validated_also"}

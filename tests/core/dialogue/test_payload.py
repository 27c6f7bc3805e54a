"""The form of every command: each kind of fault, for each command, where the command itself is welcome."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hearken.core.dialogue import Command, Do, Name, Refusal, Seat, State, Step, Why, decide, options, replay, summary
from hearken.core.dialogue.commands import Fault, check_payload
from hearken.core.dialogue.states import Shared

from .world import NOW, SOON, Edge, apply, good, world

DAY = 24 * 3600
# What each command carries: characters, words (0: no limit). Written from the method, apart from the product's table.
TEXT: dict[Do, tuple[int, int]] = {
    Do.REQUEST: (120, 0),
    Do.INTEND: (280, 0),
    Do.SEND: (600, 60),
    Do.MIRROR: (1000, 0),
    Do.NOT_QUITE: (600, 60),
    Do.PARK: (120, 0),
    Do.SUMMARISE: (2000, 0),
    Do.ADD: (600, 60),
    Do.VALIDATE: (1000, 0),
    Do.PARTIAL: (600, 0),
    Do.NOT_YET: (600, 60),
    Do.EMPATHISE: (600, 0),
    Do.OTHER_FEELING: (280, 0),
}
NUMBER = {Do.REQUEST, Do.ACCEPT, Do.READY, Do.THANK}
TIME = {Do.DEFER, Do.LATER, Do.PICK_TIME}
# What is words between the two may be said instead. A note to oneself is nobody's to hear.
ALOUD = set(TEXT) - {Do.PARK}
NOTE = 140


def welcome(do: Do) -> Edge:
    """A place in the small world where `do` is accepted."""
    kind = "appreciation" if do is Do.SKIP else "small"
    return next(edge for edge in world(kind).edges if edge.command.do is do)


def faults(do: Do) -> Iterator[tuple[Command, Why]]:
    """Every way `do` can be malformed, with the reason to expect."""
    ok = good(do)
    yield from text_faults(do, ok)
    yield from also_and_feelings_faults(do, ok)
    yield from aloud_faults(do, ok)
    if do in NUMBER:
        yield replace(ok, number=11), Why.BAD_NUMBER
        yield replace(ok, number=-1), Why.BAD_NUMBER
    else:
        yield replace(ok, number=3), Why.UNEXPECTED
    if do in TIME:
        yield replace(ok, at=None), Why.BAD_TIME
        yield replace(ok, at=NOW + DAY + 1), Why.NOT_WITHIN_A_DAY
        yield replace(ok, at=NOW - 61), Why.NOT_WITHIN_A_DAY
        yield replace(ok, at=-1), Why.NOT_WITHIN_A_DAY
    else:
        yield replace(ok, at=SOON), Why.UNEXPECTED
    if do is Do.REQUEST:
        yield replace(ok, kind="quarrel"), Why.UNKNOWN_KIND
        yield replace(ok, kind=""), Why.UNKNOWN_KIND
    else:
        yield replace(ok, kind="small"), Why.UNEXPECTED


def text_faults(do: Do, ok: Command) -> Iterator[tuple[Command, Why]]:
    if do not in TEXT:
        yield replace(ok, text="Words."), Why.UNEXPECTED
        return
    chars, words = TEXT[do]
    empty = Why.TOPIC_NEEDED if do is Do.REQUEST else Why.EMPTY
    for nothing in ("", "   ", "\n\t"):
        yield replace(ok, text=nothing), empty
    yield replace(ok, text="x" * (chars + 1)), Why.TOO_LONG
    if words:
        yield replace(ok, text="a " * words + "a"), Why.TOO_LONG
    if do is Do.REQUEST:
        for two in ("Friday. And Sunday.", "Friday? Sunday", "Friday\nSunday", "Friday\u2028Sunday", "金曜。日曜"):
            yield replace(ok, text=two), Why.NOT_ONE_SENTENCE


def also_and_feelings_faults(do: Do, ok: Command) -> Iterator[tuple[Command, Why]]:
    if do is Do.PARTIAL:
        yield replace(ok, also=""), Why.EMPTY
        yield replace(ok, also="x" * 601), Why.TOO_LONG
    else:
        yield replace(ok, also="Words."), Why.UNEXPECTED
    if do is Do.EMPATHISE:
        yield replace(ok, feelings=("a", "b", "c", "d")), Why.TOO_LONG
        yield replace(ok, feelings=("x" * 31,)), Why.TOO_LONG
        yield replace(ok, feelings=("sad", " ")), Why.EMPTY
    else:
        yield replace(ok, feelings=("sad",)), Why.UNEXPECTED


def aloud_faults(do: Do, ok: Command) -> Iterator[tuple[Command, Why]]:
    if do not in ALOUD:
        yield replace(ok, aloud=True), Why.UNEXPECTED
        return
    said = replace(ok, aloud=True)
    if do is Do.REQUEST:
        yield replace(said, text="Friday. And Sunday."), Why.NOT_ONE_SENTENCE
        yield replace(said, text="x" * 121), Why.TOO_LONG
        yield replace(said, number=None), Why.HEAT_NEEDED
        return
    for field in ("text", "also") if do is Do.PARTIAL else ("text",):
        for long in ("x" * (NOTE + 1), " " * (NOTE + 1), "One line\nand another", "One line\u2028and another"):
            yield replace(said, **{field: long}), Why.TOO_LONG
    if do is not Do.PARTIAL:
        yield replace(said, also="Words."), Why.UNEXPECTED
    if do is not Do.EMPATHISE:
        yield replace(said, feelings=("sad",)), Why.UNEXPECTED


@pytest.mark.parametrize("do", list(Do))
def test_every_malformed_message_is_refused_and_changes_nothing(do: Do) -> None:
    place = welcome(do)
    before = repr(place.origin)
    for command, why in faults(do):
        assert decide(place.origin, place.actor, command, NOW) == Refusal(why), command
    assert repr(place.origin) == before


@pytest.mark.parametrize("do", sorted(TEXT))
def test_the_limit_itself_is_welcome(do: Do) -> None:
    place, (chars, words) = welcome(do), TEXT[do]
    longest = [replace(good(do), text="x" * chars)]
    if words:
        longest.append(replace(good(do), text="a " * (words - 1) + "a"))
    for command in longest:
        assert not isinstance(decide(place.origin, place.actor, command, NOW), Refusal)


@pytest.mark.parametrize("do", sorted(ALOUD))
def test_what_is_said_aloud_needs_no_words_and_takes_a_note_of_one_line(do: Do) -> None:
    place = welcome(do)
    most = 120 if do is Do.REQUEST else NOTE
    for note in ("", "  ", "x" * most, "a " * (most // 2 - 1) + "a", "Friday night\n"):
        said = replace(good(do), text=note, also="", feelings=(), aloud=True)
        events = decide(place.origin, place.actor, said, NOW)
        assert not isinstance(events, Refusal), (note, events)
        assert (events[-1].aloud, events[-1].text) == (True, note)


def test_a_request_said_aloud_needs_no_topic_even_where_one_is_needed() -> None:
    place = welcome(Do.REQUEST)
    silent = replace(good(Do.REQUEST), text="")
    assert decide(place.origin, place.actor, silent, NOW) == Refusal(Why.TOPIC_NEEDED)
    assert not isinstance(decide(place.origin, place.actor, replace(silent, aloud=True), NOW), Refusal)


@pytest.mark.parametrize("do", sorted(ALOUD))
def test_a_written_line_is_not_called_spoken(do: Do) -> None:
    place = welcome(do)
    events = decide(place.origin, place.actor, good(do), NOW)
    assert not isinstance(events, Refusal)
    assert not any(event.aloud for event in events)


def test_no_words_are_still_no_place_for_a_thousand_blanks() -> None:
    assert check_payload(Command(Do.REQUEST, text=" " * 121, kind="appreciation")) is Fault.TOO_LONG
    assert check_payload(Command(Do.REQUEST, text=" " * 120, kind="appreciation")) is None


@pytest.mark.parametrize("do", sorted(TIME))
def test_a_time_from_now_until_a_day_from_now_is_welcome(do: Do) -> None:
    place = welcome(do)
    for at in (NOW - 60, NOW, NOW + DAY):
        assert not isinstance(decide(place.origin, place.actor, Command(do, at=at), NOW), Refusal)


def test_one_sentence_may_end_in_a_full_stop_and_hold_a_number() -> None:
    place = welcome(Do.REQUEST)
    for topic in ("Friday evening.", "The 3.5 hours on Friday", "Were you home?", "金曜。"):
        assert not isinstance(decide(place.origin, place.actor, replace(good(Do.REQUEST), text=topic), NOW), Refusal)


def test_an_appreciation_needs_no_topic_and_no_heat() -> None:
    state = apply(State(), decide(State(), Seat.A, Command(Do.READ_CARD), NOW))
    events = decide(state, Seat.A, Command(Do.REQUEST, kind="appreciation"), NOW)
    assert not isinstance(events, Refusal)
    assert decide(state, Seat.A, Command(Do.REQUEST, text="Friday", kind="small"), NOW) == Refusal(Why.HEAT_NEEDED)


@pytest.mark.parametrize("do", [Do.REQUEST, Do.ACCEPT, Do.READY])
def test_each_is_judged_on_the_own_heat_only(do: Do) -> None:
    place = welcome(do)
    assert place.actor is not None
    for number, why in ((3, None), (4, Why.TOO_HOT), (10, Why.TOO_HOT), (None, Why.HEAT_NEEDED)):
        for others in (None, 0, 10):
            held = {place.actor.other.value.lower(): replace(place.origin.private(place.actor.other), heat=others)}
            answer = decide(replace(place.origin, **held), place.actor, replace(good(do), number=number), NOW)
            assert getattr(answer, "why", None) is why


def test_a_heat_holds_for_the_next_gate_and_no_longer() -> None:
    """Told with the yes it counts for settling; told before a wait, a pause or a change of places it is asked again."""
    place = welcome(Do.READY)
    assert place.actor is not None
    gate = place.origin.ours.gate
    told = {(3, gate): None, (3, gate - 1): None, (4, gate - 1): Why.TOO_HOT, (3, gate - 2): Why.HEAT_NEEDED}
    for (heat, at), why in told.items():
        mine = replace(place.origin.private(place.actor), heat=heat, heat_gate=at)
        state = replace(place.origin, **{place.actor.value.lower(): mine})
        assert getattr(decide(state, place.actor, Command(Do.READY), NOW), "why", None) is why


def test_a_number_too_hot_takes_back_a_yes_given_before() -> None:
    place = welcome(Do.READY)
    assert place.actor is not None
    said_yes = replay(decide(place.origin, place.actor, Command(Do.READY, number=2), NOW), place.origin)
    assert said_yes.assents(place.actor)
    answer = decide(said_yes, place.actor, Command(Do.READY, number=9), NOW)
    assert [event.name for event in answer] == [Name.ASSENT_WITHDRAWN]
    assert not replay(answer, said_yes).assents(place.actor)


@pytest.mark.parametrize("text", ["\u200b", "\u2060\u200d", "\n\t \u00a0"])
def test_signs_without_a_shape_are_no_words(text: str) -> None:
    assert check_payload(Command(Do.SEND, text=text)) is Fault.EMPTY


def test_a_title_before_a_name_is_no_second_sentence() -> None:
    assert check_payload(Command(Do.REQUEST, text="The talk with Dr. Cole", kind="small")) is None


def test_an_old_kind_can_still_be_kept_and_let_go() -> None:
    state = State(Shared(step=Step.ENDED, kind="no longer offered", sender=Seat.A, gate=4, spoken=True))
    assert set(options(state, Seat.A)) == {Do.KEEP, Do.LET_GO, Do.EXIT}
    assert summary(state, Seat.B).step is Step.ENDED

"""The script on a seat: it has a part wherever somebody is waited for, knows what its seat may know, and stops."""

import asyncio
import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils.functional import Promise

from hearken.core.dialogue import Do, Name, Seat, Step
from hearken.core.dialogue.kinds import KINDS
from hearken.core.dialogue.states import FLOOR, Floor
from hearken.lib import clock
from hearken.rooms import access, actions, companion, companion_lines, demo, frames, hub, presenters
from hearken.rooms.companion_lines import SCRIPT, Move, Said
from hearken.rooms.member import Member
from hearken.rooms.models import Seat as SeatRow
from hearken.rooms.queries import open_room
from hearken.rooms.screens import EITHER, R, S
from tests.apps.rooms.alone import APPRECIATION, BEFORE, LINE, NOW, OPENING, SENT, SMALL, Alone

pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])


def waited_for() -> set[tuple[Step, str]]:
    """Every step of every kind in which the script can be the one who is waited for."""
    roles = {Floor.SENDER: (S,), Floor.RECEIVER: (R,), Floor.BOTH: (S, R), Floor.EITHER: (S, R), Floor.NONE: ()}
    steps = {row.step for kind in KINDS.values() for row in kind.rows}
    return {(step, role) for step in steps for role in roles[FLOOR[step]]}


def test_it_has_a_part_wherever_somebody_is_waited_for() -> None:
    assert len(waited_for()) > 25
    assert {key for key in waited_for() if key not in SCRIPT and (key[0], EITHER) not in SCRIPT} == set()
    spoken_for = waited_for() | {
        (step, EITHER) for step, _role in waited_for() if FLOOR[step] in (Floor.BOTH, Floor.EITHER)
    }
    assert set(SCRIPT) - spoken_for == set()


def test_one_person_holds_both_kinds_in_both_turns_and_every_part_is_played() -> None:
    seen = set()
    for story in (APPRECIATION, SMALL):
        one = Alone().settle().go(story)
        assert one.step == "switch_offer"
        one.do("end")
        assert one.do("keep") == "kept"
        seen |= one.parts
        assert {frame["t"] for frame in one.heard} == {"events"}  # nothing refused, and nothing said twice
    one = Alone().settle().go([*BEFORE, *LINE, ("pause", {}), ("resume", {})])
    one.do("end")
    assert one.do("let_go") == "gone"
    seen |= one.parts
    later = Alone().settle().go(APPRECIATION)
    later.do("later", at=NOW + 60)
    assert later.step == "scheduled"
    later.do("start")
    seen |= later.parts
    assert seen == set(SCRIPT)


def test_both_turns_of_a_small_thing_end_at_the_same_offer_and_no_line_is_left_out() -> None:
    one = Alone().settle().go(SMALL)
    assert [str(said.line) for said in companion_lines.FREE] == one.said("sent")[:2]
    assert len(one.said("sent")) == 3  # the third: what was asked about in "only a part makes sense"
    summary = one.said("summarised")[-1]
    assert f"“{SENT}”" in summary
    assert "“And that you called first.”" in summary
    assert "“I had waited.”" in one.said("validated")[-1]


def test_it_never_begins() -> None:
    one = Alone().settle()
    one.do("read_card")
    assert one.step == "idle"
    assert one.room.shown.b.card_read
    assert one.timers == []


def test_a_yes_of_the_script_decides_nothing() -> None:
    """Ready, change places, go on and keep: it has said yes already, in private, and the person decides."""
    one = Alone().settle().go([*OPENING[:2]])
    assert one.step == "settle"
    one.go([*OPENING[2:], *LINE, ("pause", {})])
    assert one.step == "paused"
    one.do("end")
    assert one.step == "ended"
    events = [event for frame in one.told for event in frame.get("events", ())]
    assert {event["by"] for event in events if "own" in event} == {"you"}
    assert one.room.shown.assents(Seat.B)
    assert one.do("let_go") == "gone"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 600,
        " ".join(["ninechars"] * 59 + ["last"]),
        "👩‍👩‍👧‍👦" * 80,
        "<script>alert(1)</script> {said} {0} %s ”",
        "\u202eكنت معي يوم الجمعة\u202c",
        "one\ntwo\n\nthree",
    ],
)
def test_any_words_come_back_as_they_are(text: str) -> None:
    one = Alone().settle().go([*OPENING, ("send", {"text": text})])
    assert f"“{text}”" in one.said("mirrored")[-1]
    one.do("not_quite", text=text)
    assert one.said("mirrored")[-1] == str(companion_lines.PART_BACK).replace("{said}", text)
    for _ in range(4):
        one.go([("got_it", {}), ("more_yes", {}), ("send", {"text": text})])
    one.go([("got_it", {}), ("more_no", {}), ("add", {"text": text}), ("got_all", {}), ("not_yet", {"text": text})])
    one.go([("felt_valid", {}), ("other_feeling", {"text": text[:280].strip()}), ("yes", {})])
    assert one.step == "closing"
    assert text[:20].rstrip() in one.said("summarised")[-1]
    assert not [frame for frame in one.heard if frame["t"] == "refused"]


def test_a_summary_has_a_piece_of_every_line() -> None:
    one = Alone().settle().go(OPENING)
    for number in range(6):
        one.go([("send", {"text": f"Line {number}: " + "and so on " * 15}), ("got_it", {}), ("more_yes", {})])
    one.go([("send", {"text": "The last. " + "word " * 50}), ("got_it", {}), ("more_no", {})])
    summary = one.said("summarised")[-1]
    assert [number for number in range(6) if f"“Line {number}: and" not in summary] == []
    assert "“The last." in summary
    assert "…" not in summary


def test_more_than_fits_is_cut_at_a_word() -> None:
    one = Alone().settle().go(OPENING)
    for number in range(15):
        one.go([("send", {"text": f"Line {number}: " + "longwords " * 58}), ("got_it", {}), ("more_yes", {})])
    one.go([*LINE, ("more_no", {})])
    summary = one.said("summarised")[-1]
    assert summary.count("“") == companion_lines.MOST_LINES
    assert summary.count("longwords…”") == companion_lines.MOST_LINES - 1
    assert summary.endswith(f"“{SENT}” Did I get it all?")
    kept = companion_lines._quote(Do.MIRROR, frames.EventFrame(Name.SENT, text="x" * 5000))
    assert 990 < len(kept.text) <= 1000


def test_what_is_said_aloud_is_not_said_to_be_heard() -> None:
    one = Alone().settle().go([*OPENING, ("send", {"aloud": True})])
    assert one.said("mirrored") == [str(companion_lines.UNHEARD)]
    one.go([("not_quite", {"aloud": True}), ("got_it", {}), ("more_no", {})])
    assert one.said("summarised") == [str(companion_lines.UNHEARD)]


def test_not_quite_comes_once_and_only_where_no_word_came_back() -> None:
    other = {"text": "Something quite different."}
    one = Alone().settle().go(APPRECIATION[: APPRECIATION.index(("switch", {})) + 1])
    assert one.do("mirror", **other) == "mirroring"
    assert one.said("missed") == [str(companion_lines.ORDERED["did"].part)]
    assert one.do("mirror", **other) == "mirroring"  # the next line is there already
    assert len(one.said("sent")) == 2
    one.go([("mirror", other), ("mirror", other)])
    assert len(one.said("missed")) == 1
    assert one.step == "empathising"


def test_it_says_a_line_again_or_shorter_when_asked() -> None:
    one = Alone().settle().go(APPRECIATION[: APPRECIATION.index(("switch", {})) + 1])
    one.go([("ask_repeat", {}), ("ask_shorter", {})])
    did = companion_lines.ORDERED["did"]
    assert one.said("sent") + one.said("sent_again") == [str(did.line), str(did.line), str(did.short)]


def test_after_a_pause_the_last_heard_line_comes_back_first() -> None:
    one = Alone().settle().go([*BEFORE, *LINE, ("send", {"text": "safe"}), ("pause", {}), ("resume", {})])
    assert one.said("said_back_again") == [f"“{SENT}”"]
    assert one.step == "accuracy"


def test_it_knows_nothing_that_is_the_persons_own() -> None:
    one = Alone().settle().go([*OPENING, *LINE, ("park", {"text": "PARKED"}), ("more_no", {}), ("got_all", {})])
    one.go([("felt_valid", {}), ("yes", {}), ("thank", {"number": 9})])
    events = [event for frame in one.heard for event in frame.get("events", ())]
    assert {event["by"] for event in events if "own" in event} == {"you"}
    assert {event.get("number") for event in events} == {None, 1}
    heard = json.dumps(one.heard)
    assert "PARKED" not in heard
    assert '"heat": 3' not in heard
    assert '"felt": 9' not in heard
    assert '"heat": 3' in json.dumps(one.told)


def test_a_refusal_ends_its_try_and_the_ways_out_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCRIPT, (Step.MIRRORING, R), lambda told: Move(Do.MIRROR, ""))
    one = Alone().settle().go([*BEFORE, ("send", {"text": SENT})])
    assert [frame["why"] for frame in one.heard if frame["t"] == "refused"] == ["empty"]
    one.room.note_draft(one.me, frames.DraftNote("send", "words"), NOW)
    one.settle()
    assert len([frame for frame in one.heard if frame["t"] == "refused"]) == 1
    assert one.do("pause") == "paused"
    assert one.room.shown.b.assent == one.room.shown.ours.gate


def test_one_operation_at_a_time() -> None:
    one = Alone()
    one.fire()
    assert len(one.queue) == 1  # its card, not saved yet
    one.room.take(one.me, frames.Op("a" * 20, Do.READ_CARD), NOW)
    one.room.greet(one.script.member, frames.Hello(0, 0, "script"), NOW)
    assert not one.fire()
    one.commit()
    one.settle()
    assert one.step == "idle"


def test_it_goes_on_where_things_stand_after_a_reload() -> None:
    one = Alone().settle().go([*BEFORE, *LINE])
    one.room.take(one.me, frames.Op("b" * 20, Do.SEND, "safe"), NOW)
    one.commit()
    one.script.rise()
    assert not one.fire()
    again = Alone(one.id)
    again.settle()
    assert again.step == "accuracy"
    assert again.said("mirrored")[-1].startswith("“safe”")


def test_once_it_has_left_it_says_nothing() -> None:
    one = Alone()
    one.room.take(one.me, frames.Op("a" * 20, Do.READ_CARD), NOW)
    one.room.take(one.me, frames.Op("b" * 20, Do.REQUEST, kind="appreciation"), NOW)
    one.commit()
    one.fire()
    companion.rise(one.room)
    one.commit()  # its card, which would let it answer
    assert one.heard[-1]["ack"]
    assert not one.fire()
    assert one.room.members == [one.me]


def test_its_pause_grows_with_its_words_and_has_an_end() -> None:
    one = Alone(seconds=2).settle().go([*BEFORE])
    waits = []
    for text in ("safe", "word " * 60):
        one.room.take(one.me, frames.Op(secrets.token_urlsafe(16), Do.SEND, text), NOW)
        one.commit()
        waits.append(one.timers[-1].seconds)
        one.settle().do("got_it")
    assert 2 < waits[0] < waits[1] == 4


def test_a_room_is_left_when_the_person_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = open_room(actions.begin(demo.NAMES, NOW, played=True).room_id)
    monkeypatch.setattr(hub, "open_room", lambda room_id: loaded)
    times = [NOW]
    house = hub.Hub(30, lambda: times[0])

    async def story() -> None:
        monkeypatch.setattr(house, "_loop", asyncio.get_running_loop())
        room = await house.room(loaded.id)
        assert [seat for _room, seat in house._absent] == [Seat.A]  # the script is never missed
        (script,) = room.members
        holder = hub.Holder(loaded.id, loaded.seats[Seat.A].id, 1)
        _, me = await house.admit(holder, lambda seat, waits: Member("", seat, 1, lambda blob: None, lambda: None))
        times[0] += 10_000
        house._tick(room, times[0])
        assert loaded.id in house.rooms
        house.leave(room, me)
        house._tick(room, times[0])
        assert loaded.id not in house.rooms
        assert script not in room.members
        assert house._absent == {}

    asyncio.run(story())


def test_nobody_sits_on_the_scripts_seat() -> None:
    opened = actions.begin(demo.NAMES, NOW, played=True)
    mine, played = (SeatRow.objects.get(pk=opened.seats[seat].pk) for seat in Seat)
    for seat, opens in ((mine, True), (played, False)):
        answer = HttpResponse()
        access.give_cookies(answer, seat)
        cookies = {name: morsel.value for name, morsel in answer.cookies.items()}
        assert (access.seat_pass(seat.pk, cookies) is not None) is opens
        assert (access.by_return_secret(access.return_secret(seat)) is not None) is opens


@pytest.mark.parametrize("played", [True, False])
def test_the_page_is_told_that_a_script_answers(played: bool) -> None:
    opened = actions.begin(demo.NAMES, NOW, both_seats=True, played=played)
    seat = opened.seats[Seat.A]
    context = presenters.page(access.Pass(seat, Seat.A, 1, True), clock.now(), "")[1]
    assert context["scripted"] is played


def words_of(value: Any) -> Iterator[str]:
    if isinstance(value, Promise):
        yield str(value)
    elif isinstance(value, Said):
        yield from (str(getattr(value, each.name)) for each in fields(value))
    elif isinstance(value, (dict, tuple)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from words_of(each)


def test_its_words_keep_the_manners_of_the_house_and_claim_nothing() -> None:
    sentences = [text for value in vars(companion_lines).values() for text in words_of(value)]
    assert len(sentences) > 25
    rude = r"!|\b(should|must|just|simply|he|she|him|her|his)\b|\bI (feel|felt|hear|heard|understand|know|think|care)\b"
    assert [text for text in sentences if re.search(rude, text, re.IGNORECASE)] == []
    assert [text for text in sentences if len(max(re.split(r"[.?:] ?", text), key=len).split()) > 20] == []

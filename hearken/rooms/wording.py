"""Every word the room says that is not a stem: screens, buttons, refusals, small print, feelings to choose from.

Tables only. Names stand as {other}, so that a page can set them apart; nobody is called he or she. A sentence here
must never hurry, score, cheer, or tell one person about the other.
"""

from dataclasses import fields
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import json_script
from django.utils.translation import gettext_lazy as _

from hearken.core.dialogue import Do, Name, Step, Why
from hearken.core.dialogue.commands import LEAN_WORDS, PAYLOADS, Payload

from . import spoken
from .screen import Screen, Show, Words
from .screens import ASKING, EITHER, LINES, R, S
from .screens_late import ENDING, WHOLE
from .stems import all_stems, offered

SCREENS: dict[tuple[Step, str], Screen] = ASKING | LINES | WHOLE | ENDING
"""What a page shows, by step and role. "either" where both see the same."""

SEND = _("Send to {other}")
GIVE_BACK = _("Give it back to {other}")
LABELS: dict[Do, Words] = {
    Do.READ_CARD: _("I am all right to begin"),
    Do.NOT_TONIGHT: _("Not tonight"),
    Do.REQUEST: _("Ask {other}"),
    Do.ACCEPT: _("Yes, now"),
    Do.DEFER: _("At another time"),
    Do.DECLINE: _("Not now"),
    Do.WITHDRAW: _("Take it back for now"),
    Do.START: _("I am here"),
    Do.READY: _("I am ready"),
    Do.INTEND: SEND,
    Do.SKIP: _("Leave this one out"),
    Do.SEND: SEND,
    Do.DONE: _("That is all of it"),
    Do.ASK_REPEAT: _("Ask to hear it again"),
    Do.ASK_SHORTER: _("Ask for it shorter"),
    Do.MIRROR: GIVE_BACK,
    Do.GOT_IT: _("Yes, you got it"),
    Do.NOT_QUITE: _("You got part of it"),
    Do.REWORD: _("Put it in other words"),
    Do.ASK_MORE: _("Is there more about that?"),
    Do.MORE_YES: _("Yes, there is more"),
    Do.MORE_NO: _("That is all of it"),
    Do.PARK: _("Park a thought for another day"),
    Do.WRITE: _("Write this one instead"),
    Do.SPEAK: _("Say it aloud instead"),
    Do.HOLD_ON: _("Hold on, let me say that back"),
    Do.SUMMARISE: GIVE_BACK,
    Do.GOT_ALL: _("Yes, you got it all"),
    Do.ADD: _("There is a part to add"),
    Do.VALIDATE: SEND,
    Do.PARTIAL: _("Only a part makes sense so far"),
    Do.STILL_WORKING: _("Leave that open for now"),
    Do.FELT_VALID: _("Yes, I feel seen"),
    Do.NOT_YET: _("Not yet"),
    Do.STILL_WORKING: _("Leave that part open, and go on"),
    Do.EMPATHISE: _("Offer this to {other}"),
    Do.YES: _("Yes, that is it"),
    Do.OTHER_FEELING: _("There is another feeling"),
    Do.THANK: _("Thank {other}"),
    Do.SWITCH: _("Change places now"),
    Do.LATER: _("Another time"),
    Do.ENOUGH: _("Enough for today"),
    Do.PAUSE: _("Pause"),
    Do.RESUME: _("I am ready to go on"),
    Do.PICK_TIME: _("Pick a time"),
    Do.END: _("End here for now"),
    Do.EXIT: _("Leave now"),
    Do.KEEP: _("Keep"),
    Do.LET_GO: _("Let go"),
}

OPENS: dict[Do, Name | str] = {
    Do.NOT_QUITE: Name.MISSED,
    Do.ADD: Name.ADDED,
    Do.NOT_YET: Name.NOT_YET_VALID,
    Do.OTHER_FEELING: Name.OTHER_FEELING_NAMED,
    Do.PARTIAL: Name.PARTLY_VALIDATED,
    Do.DEFER: "time",
    Do.LATER: "time",
    Do.PICK_TIME: "time",
}
"""Choices that first open a field: a line with this stem, or a time."""

ASSENTED, THANKED, TIMELESS = "have_assented", "have_thanked", "no_time"
VARIANTS: dict[tuple[Step, str, Name | str], Screen] = {
    (Step.SCHEDULED, EITHER, ASSENTED): Screen(
        strong=_("You are here."), status=_("It opens when {other} is here too.")
    ),
    (Step.SCHEDULED, EITHER, TIMELESS): Screen(
        place=_("No time is set."),
        strong=_("No time is set right now."),
        status=_("Begin when you are both here, or pick another time."),
    ),
    (Step.SETTLE, EITHER, ASSENTED): Screen(near_text=_("You are ready. The next page opens when you both are.")),
    (Step.SETTLE, EITHER, Name.SWITCHED): Screen(place=_("You change places."), title=_("Arrive again")),
    (Step.SENDING, S, Name.REPEAT_ASKED): Screen(
        strong=_("{other} would like to hear that again."), status=_("The same line, or close to it.")
    ),
    (Step.SENDING, S, Name.SHORTER_ASKED): Screen(
        strong=_("{other} would like that a little shorter."), status=_("One sentence may be enough.")
    ),
    (Step.SENDING, S, Name.REWORDING): Screen(
        strong=_("Say it in other words."), status=_("{other} will say it back afresh.")
    ),
    (Step.SENDING, S, Name.PARTLY_VALIDATED): Screen(
        place=_("One part more."),
        strong=_("{other} asks for help with one part."),
        status=_("Say more about that part."),
        far=Show.PARTLY_VALIDATED,
        far_note=_("said"),
    ),
    (Step.SENDING, S, Name.SWITCHED): Screen(strong=_("You have changed places. You have the floor.")),
    (Step.SENDING, R, Name.SWITCHED): Screen(strong=_("You have changed places. {other} has the floor.")),
    (Step.SENDING, R, Name.REPEAT_ASKED): Screen(strong=_("You asked to hear it again.")),
    (Step.SENDING, R, Name.SHORTER_ASKED): Screen(strong=_("You asked for it shorter.")),
    (Step.SENDING, R, Name.PARTLY_VALIDATED): Screen(strong=_("You asked about one part. {other} is finding words.")),
    (Step.SENDING, R, Name.MORE_TO_COME): Screen(strong=_("There is more. {other} is finding words.")),
    (Step.MIRRORING, R, Name.MISSED): Screen(strong=_("Say back this part."), status=_("The rest arrived.")),
    (Step.MIRRORING, S, Name.MISSED): Screen(strong=_("That part is with {other}."), status=_("The rest arrived.")),
    (Step.MIRRORING, R, Name.SENT_AGAIN): Screen(strong=_("Say back what {other} said, afresh.")),
    (Step.SUMMARISING, R, Name.ADDED): Screen(
        strong=_("Give it back once more, with this part in it."), far=Show.ADDED, far_note=_("added")
    ),
    (Step.VALIDATING, R, Name.NOT_YET_VALID): Screen(
        strong=_("Try it again with this part in mind."), far=Show.NOT_YET_VALID, far_note=_("said")
    ),
    (Step.VALIDATING, R, Name.STILL_WORKING): Screen(
        strong=_("A part stays open for now. How does the rest hang together for {other}?")
    ),
    (Step.VALIDATING, S, Name.STILL_WORKING): Screen(strong=_("That part can stay open for now.")),
    (Step.EMPATHISING, R, Name.STILL_WORKING): Screen(
        strong=_("A part stays open for now. Guess what {other} might feel.")
    ),
    (Step.EMPATHISING, S, Name.STILL_WORKING): Screen(strong=_("That part can stay open for now.")),
    (Step.EMPATHY_CHECK, S, Name.FEELING_MIRRORED): Screen(far=Show.FEELING_MIRRORED, far_note=_("said it back")),
    (Step.EMPATHY_CHECK, R, Name.FEELING_MIRRORED): Screen(
        strong=_("Your words are with {other}."), near=Show.FEELING_MIRRORED, near_note=_("said it back")
    ),
    (Step.CLOSING, S, THANKED): Screen(strong=_("Your thanks are with {other}."), status=_("It goes on in a moment.")),
    (Step.CLOSING, R, THANKED): Screen(strong=_("Your thanks are with {other}."), status=_("It goes on in a moment.")),
    (Step.SWITCH_OFFER, EITHER, ASSENTED): Screen(
        strong=_("You said yes to changing places."),
        status=_("It goes on when {other} says so too."),
        near_text=_("You can still choose another way."),
    ),
    (Step.PAUSED, EITHER, ASSENTED): Screen(near_text=_("You are ready. It goes on when {other} is ready too.")),
    (Step.ENDED, EITHER, ASSENTED): Screen(
        near_text=_("It stays when you both choose to keep it. You can change your mind.")
    ),
}
"""What differs on a screen after this event, or once this person has said their yes."""

REFUSALS: dict[str, Words] = {
    Why.NOT_NOW.value: _("The page had moved on already. Your words are still here."),
    Why.NOT_YOURS.value: _("{other} has the floor at this moment. Your words are still here."),
    Why.CARD_FIRST.value: _("Please read the card first."),
    Why.UNKNOWN_KIND.value: _("Choose how you would like to begin."),
    Why.TOPIC_NEEDED.value: _("Say in a few words what it is about."),
    Why.HEAT_NEEDED.value: _("Choose a number first. Only you see it."),
    Why.TOO_HOT.value: _(
        "That is a lot to carry into a talk. Hearing gets hard at that height, for anybody. "
        "Another time, or a thank-you first, may be kinder to you both. {other} sees none of this."
    ),
    Why.NOTHING_HEARD_YET.value: _("One line first. Then you can end it here."),
    Why.LINE_OPEN.value: _("There is a line still open. Send it once more first."),
    Why.CLARIFY_FIRST.value: _("{other} asked about one part. A line about that comes first."),
    Why.PROMPTS_LEFT.value: _("There is one more line in this one."),
    Why.NOT_OPTIONAL.value: _("This line belongs to it. A few words are enough."),
    Why.TOO_SOON_TO_REWORD.value: _("Give it one more try in these words first."),
    Why.ENOUGH_TRIES.value: _("That part can stay open, and be a talk of its own another day."),
    Why.NOT_TRIED_ENOUGH.value: _("There is time for one more try first."),
    Why.ALREADY_THANKED.value: _("Your thanks have arrived."),
    Why.BEING_WRITTEN.value: _("{other} is writing this one. It comes in a moment."),
    Why.NOT_WITHIN_A_DAY.value: _("Pick a time within the next 24 hours."),
    Why.EMPTY.value: _("There are no words here yet."),
    Why.TOO_LONG.value: _("That is more than can be said back at once. Send a part of it, and the rest after."),
    Why.NOT_ONE_SENTENCE.value: _("One sentence works best here."),
    Why.BAD_NUMBER.value: _("Choose a number from 0 to 10."),
    Why.BAD_TIME.value: _("Pick a time."),
    Why.UNEXPECTED.value: _("That could not be read. Your words are still here. Try again."),
    Why.ENOUGH_TRIES.value: _("That is enough for one day. You can leave this part open and go on."),
    Why.NOT_TRIED_ENOUGH.value: _("Say first which part is missing."),
    "reading": _("This page only reads at the moment."),
    "busy": _("A little too fast for us. Your words are still here. Try again in a moment."),
    "conflict": _("We mixed something up. Your words are still here. Try again."),
    "not_understood": _("That could not be read. Your words are still here. Try again."),
}

TROUBLE: dict[str, Words] = {
    "lost": _("No connection. Your words are kept here. We keep trying."),
    "unsaved": _("Not saved yet. We keep trying."),
}

PAGE: dict[str, Words] = {
    "you": _("You"),
    "side": _("{other}’s side"),
    "side_mine": _("Your side"),
    "none": _("No time found yet."),
    "none_why": _("That can have many reasons. You can ask again when it suits you."),
    "none_title": _("That is all right."),
    "none_mine": _("{other} sees only: no time found yet. There is nothing more you need to do."),
    "lean": _("40 words is easy to say back."),
    "more_time": _("Take all the time you need. Nothing times out while you write."),
    "hope": _("While you wait: which part do you most hope {other} hears?"),
    "hoped": _("You most hoped {other} would hear:"),
    "often": _("Some topics go better with a therapist in the room. That is no failing."),
    "unfinished": _("Still working on this, and that is all right."),
    "reading_tab": _("This dialogue is open in another tab here. This page only reads."),
    "reading_device": _("This page only reads."),
    "minutes": _("In 20 minutes, {time}"),
    "hour": _("In an hour, {time}"),
    "evening": _("This evening, {time}"),
    "morning": _("Tomorrow morning, {time}"),
    "copied": _("Copied."),
    "draft": _("A draft. {other} sees it only when you send it."),
    "card_place": _("Before you start."),
    "card_title": _("A word for you alone"),
    "card_text": _("{other} has a page like this too. Neither of you sees the other’s."),
    "heat_why": _(
        "It is hard to listen when your heart is racing. {other} never sees your number, nor that you gave one."
    ),
}

FEELINGS: dict[str, tuple[Words, ...]] = {
    "sad": (_("sad"), _("low"), _("down"), _("heartbroken")),
    "lonely": (_("lonely"), _("apart"), _("desolate")),
    "scared": (_("scared"), _("uneasy"), _("afraid"), _("terrified")),
    "hurt": (_("hurt"), _("stung"), _("crushed")),
    "angry": (_("angry"), _("irritated"), _("furious")),
    "ashamed": (_("ashamed"), _("awkward"), _("embarrassed")),
    "guilty": (_("guilty"), _("sorry"), _("remorseful")),
    "tired": (_("tired"), _("weary"), _("drained"), _("exhausted")),
    "confused": (_("confused"), _("unsure"), _("torn"), _("lost")),
    "tender": (_("tender"), _("warm"), _("fond"), _("loving")),
    "calm": (_("calm"), _("steady"), _("peaceful")),
    "glad": (_("glad"), _("pleased"), _("happy"), _("joyful")),
    "hopeful": (_("hopeful"), _("curious"), _("excited")),
    "grateful": (_("grateful"), _("thankful"), _("touched"), _("moved")),
    "more": (_("proud"), _("relieved"), _("longing")),
}
"""Feelings by family, the family's own word first."""


def table() -> dict[str, Any]:
    """Everything the page's scripts say, in the language of the moment."""
    return {
        "screens": {f"{step}.{role}": screen.words() for (step, role), screen in SCREENS.items()},
        "variants": {f"{step}.{role}.{key}": _partial(screen) for (step, role, key), screen in VARIANTS.items()},
        "labels": {do.value: label for do, label in LABELS.items()},
        "carries": {do.value: _carried(payload) for do, payload in PAYLOADS.items()},
        "opens": {do.value: str(stem) for do, stem in OPENS.items()},
        "refusals": REFUSALS,
        "page": PAGE | TROUBLE,
        "lean": LEAN_WORDS,
        "kinds": {name: stems.words() for name, stems in all_stems().items()},
        "feelings": list(FEELINGS.values()),
        "aloud": spoken.table(),
    }


def room(reach: int) -> dict[str, Any]:
    """The template's context: `words` is a data block for the page's scripts, `kinds` those that can be asked for."""
    words = table()
    kinds = {name: said for name, said in words["kinds"].items() if name in offered(reach)}
    return {"words": json_script(words, "words", encoder=_Compact), "kinds": kinds}


class _Compact(DjangoJSONEncoder):
    """The page's words without spaces between them: they are the heaviest part of the page."""

    def __init__(self, **usual: Any) -> None:
        super().__init__(**usual | {"separators": (",", ":"), "ensure_ascii": False})


def _carried(payload: Payload) -> list[str]:
    """Names of the fields a command may carry."""
    return [each.name for each in fields(payload) if each.name != "aloud" and getattr(payload, each.name)]


def _partial(screen: Screen) -> dict[str, Any]:
    """Only what a variant says differently: it never changes shape, strip or the ways on."""
    return {name: value for name, value in screen.words().items() if name not in {"shape", "strip"}}

"""What differs where people talk aloud and the screen only prompts, and where one device lies between them.

One row per step and role, laid over the row of screens.py. `near_note` and `near_text` speak to the person whose row it
is; `soon` names the stem they begin with next. `ask` stands between the two on one device: {me} is the one whose turn
it is, {other} the other. A row must never ask for a written word.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearken.core.dialogue import Do, Name, Step
from hearken.core.dialogue.commands import PAYLOADS

from .screen import Screen, Words
from .screens import R, S

LISTENS = _("listens")
SPEAKS = _("speaks")
BACK = _("says it back")
LISTEN = _("Listen, and look at {other}.")

ALOUD: dict[tuple[Step, str], Screen] = {
    (Step.INTENTION, S): Screen(
        near_note=SPEAKS,
        near_text=_("One line that lets {other} know you mean well."),
        strong=_("Say what this is for."),
        status=_("Then {other} can answer with a line."),
        ask=_("{me} says what this is for."),
    ),
    (Step.INTENTION, R): Screen(
        near_note=LISTENS, near_text=LISTEN, soon=Name.WELCOMED, strong=_("{other} says what this is for.")
    ),
    (Step.INTENTION_REPLY, S): Screen(
        near_note=LISTENS, near_text=LISTEN, soon=Name.SENT, strong=_("{other} answers."), status=_("Then you speak.")
    ),
    (Step.INTENTION_REPLY, R): Screen(
        near_note=_("answers"),
        near_text=_("One line of your own. Or go on without."),
        ask=_("{me} answers, or you go on."),
    ),
    (Step.SENDING, S): Screen(
        near_note=SPEAKS,
        near_text=_("One or two sentences. Look at {other}, not at the screen."),
        status=_("Say it aloud. {other} says it back first."),
        ask=_("{me} speaks."),
    ),
    (Step.SENDING, R): Screen(
        near_note=LISTENS,
        near_text=LISTEN,
        soon=Name.MIRRORED,
        strong=_("{other} speaks."),
        status=_("Your own answer comes later."),
        plain=(Do.HOLD_ON,),
    ),
    (Step.MIRRORING, S): Screen(
        near_note=LISTENS,
        near_text=_("Listen if it arrived. Then you say so."),
        strong=_("{other} says it back."),
        status=_("Then you say if it arrived."),
    ),
    (Step.MIRRORING, R): Screen(
        near_note=BACK,
        near_text=_("Only what you heard, in the same words or close to them."),
        ask=_("{me} says it back."),
    ),
    (Step.ACCURACY, S): Screen(
        near_note=_("says if it arrived"),
        near_text=_("If a part is missing, say only that part aloud once more."),
        ask=_("{me}, did {other} get that?"),
    ),
    (Step.ACCURACY, R): Screen(
        near_note=LISTENS,
        near_text=_("Missing a part is common. Then you say back that part."),
        strong=_("{other} says if it arrived."),
        status=_("There is nothing you need to do."),
    ),
    (Step.MORE, S): Screen(
        near_note=LISTENS,
        near_text=_("Is there more about that, or is that all of it? Both are fine."),
        status=_("Now {other} asks if there is more."),
    ),
    (Step.MORE, R): Screen(
        near_note=_("asks"),
        near_text=_("Ask it aloud: “Is there more about that?”"),
        ask=_("{me} asks: is there more about that?"),
    ),
    (Step.MORE_ANSWER, S): Screen(
        near_note=_("answers"),
        near_text=_("Take a moment before you answer."),
        ask=_("{me}, is there more about that?"),
    ),
    (Step.MORE_ANSWER, R): Screen(near_note=LISTENS, near_text=LISTEN, strong=_("You asked if there is more.")),
    (Step.SUMMARISING, S): Screen(
        near_note=LISTENS,
        near_text=LISTEN,
        strong=_("{other} gives back the whole of it."),
        status=_("Listen if it is all there."),
    ),
    (Step.SUMMARISING, R): Screen(
        near_note=_("gives it all back"),
        near_text=_("In short, and in {other}’s order. Three or four sentences."),
        ask=_("{me} gives back the whole of it."),
    ),
    (Step.SUMMARY_CHECK, S): Screen(
        near_note=_("says if it is all there"),
        near_text=_("If a part is missing, say that part aloud."),
        ask=_("{me}, did {other} get it all?"),
    ),
    (Step.SUMMARY_CHECK, R): Screen(
        near_note=LISTENS,
        near_text=LISTEN,
        soon=Name.VALIDATED,
        strong=_("{other} says if it is all there."),
        status=_("There is nothing you need to do."),
    ),
    (Step.VALIDATING, S): Screen(near_note=LISTENS, near_text=LISTEN, strong=_("{other} says how it makes sense.")),
    (Step.VALIDATING, R): Screen(
        near_note=_("sees the sense in it"),
        near_text=_("Name one reason, from {other}’s side. You need not agree."),
        ask=_("{me} says how it makes sense."),
    ),
    (Step.VALIDATION_CHECK, S): Screen(
        near_note=_("takes it in"),
        near_text=_("Take it in before you answer. If not yet, say aloud what you would like seen."),
        ask=_("{me}, do you feel seen in that?"),
    ),
    (Step.VALIDATION_CHECK, R): Screen(
        near_note=LISTENS,
        near_text=LISTEN,
        soon=Name.EMPATHISED,
        strong=_("{other} takes it in."),
        status=_("There is nothing you need to do."),
    ),
    (Step.EMPATHISING, S): Screen(near_note=LISTENS, near_text=LISTEN, strong=_("{other} guesses the feeling.")),
    (Step.EMPATHISING, R): Screen(
        near_note=_("guesses the feeling"),
        near_text=_("One to three feelings. It is a guess, so it may be wrong."),
        ask=_("{me} guesses the feeling."),
    ),
    (Step.EMPATHY_CHECK, S): Screen(
        near_note=_("says if that is it"),
        near_text=_("There may be more than one feeling. If there is another, say it aloud."),
        ask=_("{me}, is that it?"),
    ),
    (Step.EMPATHY_CHECK, R): Screen(
        near_note=LISTENS,
        near_text=LISTEN,
        strong=_("{other} feels if it fits."),
        status=_("There is nothing you need to do."),
    ),
    (Step.EMPATHY_MIRROR, S): Screen(
        near_note=SPEAKS, near_text=_("Say the feeling aloud. Then listen."), strong=_("Say the other feeling aloud.")
    ),
    (Step.EMPATHY_MIRROR, R): Screen(
        near_note=BACK,
        near_text=_("Hear the feeling, then say it back in one line."),
        ask=_("{me} says the feeling back."),
    ),
    (Step.CLOSING, S): Screen(
        near_note=_("thanks"),
        near_text=_("Say it aloud, and look at {other}."),
        ask=_("A thank-you, from each of you."),
    ),
    (Step.CLOSING, R): Screen(
        near_note=_("thanks"),
        near_text=_("Say it aloud, and look at {other}."),
        ask=_("A thank-you, from each of you."),
    ),
    (Step.RETURNING, S): Screen(
        near_note=LISTENS, near_text=LISTEN, strong=_("{other} says your last line back once more.")
    ),
    (Step.RETURNING, R): Screen(
        near_note=BACK,
        near_text=_("{other}’s last line, once more. Ask for it, if it is gone."),
        ask=_("{me} says the last line back once more."),
    ),
}

MISSED_PART = _("{other} says the missing part. Then you say back that part.")
ALOUD_VARIANTS: dict[tuple[Step, str, Name], Screen] = {
    (Step.MIRRORING, R, Name.MISSED): Screen(near_text=MISSED_PART, ask=_("One part more. Then {me} says it back.")),
    (Step.MIRRORING, S, Name.MISSED): Screen(
        strong=_("Say only the missing part aloud."), near_text=_("Only the missing part.")
    ),
    (Step.MIRRORING, R, Name.HELD_ON): Screen(near_text=_("Say back what you have heard so far.")),
    (Step.MIRRORING, S, Name.HELD_ON): Screen(strong=_("{other} would like to say that much back first.")),
    (Step.SENDING, S, Name.PARTLY_VALIDATED): Screen(near_text=_("Say more about the part {other} asked about.")),
    (Step.SUMMARISING, R, Name.ADDED): Screen(
        near_text=_("{other} says the part to add. Then give it back with that part in it.")
    ),
    (Step.SUMMARISING, S, Name.ADDED): Screen(
        strong=_("Say the part to add aloud."), near_text=_("Only the part to add.")
    ),
    (Step.VALIDATING, R, Name.NOT_YET_VALID): Screen(
        near_text=_("{other} says what to see. Then try it again with that in mind.")
    ),
    (Step.VALIDATING, S, Name.NOT_YET_VALID): Screen(strong=_("Say aloud what you would like {other} to see.")),
}
"""What differs after this event, over the same step's row."""

SAID = (_("I have said it"), _("{me} has said it"))
SAID_BACK = (_("I have said it back"), _("{me} has said it back"))
DONE_LABELS: dict[Do, tuple[Words, Words]] = {
    Do.INTEND: SAID,
    Do.SEND: SAID,
    Do.MIRROR: SAID_BACK,
    Do.SUMMARISE: SAID_BACK,
    Do.VALIDATE: SAID,
    Do.EMPATHISE: SAID,
    Do.ASK_MORE: (_("I have asked"), _("{me} has asked")),
    Do.THANK: (_("I have thanked {other}"), _("{me} has thanked {other}")),
    Do.HOLD_ON: (_("Hold on, let me say that back"), _("Hold on, let me say that back")),
    Do.WRITE: (_("Write this one instead"), _("Write this one instead")),
    Do.SPEAK: (_("Say it aloud instead"), _("Say it aloud instead")),
}
"""The one tap after something was said: on one's own device, and on one that lies between two people."""

TOGETHER: dict[Do, Words] = {
    Do.READY: _("We are ready"),
    Do.START: _("We are here"),
    Do.RESUME: _("We are ready to go on"),
    Do.SWITCH: _("Change places now"),
}
"""On one device a yes of both is one press, where nothing private is asked with it."""

COVER: dict[str, Words] = {
    "card": _("Next is a page for you alone."),
    "choose": _("Next, you choose how to begin."),
    "answer": _("Next, you are asked something. Any answer is fine."),
    "write": _("Next, you write a line."),
    "keep": _("Next, you choose for yourself what stays."),
    "settle": _("Next is a page for you alone."),
}
"""What comes after the phone was passed: the next part to play, and nothing that was written or chosen before."""

ONE: dict[str, Words] = {
    "first": _("Who would like to speak first?"),
    "begins": _("{me} begins"),
    "pass": _("Please pass the phone to"),
    "pass_place": _("Pass the phone to {me}"),
    "i_am": _("I am {me}"),
    "back": _("Back"),
    "put_away": _("{other}’s own page is put away."),
    "turn": _("Turn the top half round"),
    "turn_back": _("Turn the top half back"),
    "by_hand": _("Write it instead"),
}

PAGE: dict[str, Words] = {
    "soon": _("Soon you begin with:"),
    "begins": _("“{stem} …”"),
    "whole": _("“{stem}”"),
    "said_aloud": _("(said aloud)"),
    "said_back_aloud": _("(said back aloud)"),
    "often_missed": _("A part was missing three times. That happens. Other words, or a shorter line, may help."),
    "writes": _("{other} is writing this one."),
    "writes_status": _("It appears here when it is sent. There is nothing you need to do."),
    "nothing_written": _("You spoke aloud, so no words were written down. What stays is which steps you took."),
}


def table() -> dict[str, Any]:
    """Everything of this kind that the page's scripts say."""
    return {
        "rows": {f"{step}.{role}": screen.words() for (step, role), screen in ALOUD.items()},
        "variants": {f"{step}.{role}.{key}": screen.words() for (step, role, key), screen in ALOUD_VARIANTS.items()},
        "own": {do.value: own for do, (own, _named) in DONE_LABELS.items()},
        "named": {do.value: named for do, (_own, named) in DONE_LABELS.items()},
        "may": [do.value for do, payload in PAYLOADS.items() if payload.aloud],
        "together": {do.value: label for do, label in TOGETHER.items()},
        "cover": COVER,
        "one": ONE,
        "page": PAGE,
    }

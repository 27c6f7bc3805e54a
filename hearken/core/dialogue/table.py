"""The protocol as rows: in this step, this person may do that; it is written down as this, and leads there.

Blocks of rows are shared between kinds. A kind is a choice of blocks plus a few facts (its prompts, its heat limit);
see kinds/. Row 0-16, X, P and Q of the published protocol are named beside the rows that carry them.
Sources: Hendrix & Hunt, "Getting the Love You Want"; handouts of Imago Works (sender, receiver), Love of Attraction,
Marriage Restoration Project, Colormaiden, North Bay Counselling. Lines marked [ours] are this product's decisions.
"""

from dataclasses import dataclass
from enum import StrEnum

from . import guards as g
from .commands import Do
from .events import Name
from .states import UNDER_WAY, Step, Who


class How(StrEnum):
    """What a row writes."""

    SIGNED = "signed"  # one shared event that names its author
    UNSIGNED = "unsigned"  # one shared event that does not
    TOGETHER = "together"  # a private assent; the shared event follows when both have given it
    PRIVATE = "private"  # one event in the author's own stream, nothing shared
    STOPPING = "stopping"  # withdraws the author's assent, and pauses what is under way
    NOTHING = "nothing"  # welcome, and changes nothing


class Next(StrEnum):
    """A next step that depends on the state. machine.ROUTES resolves each."""

    SAME = "same"
    BEGIN = "begin"
    AFTER_HEARD = "after_heard"
    AFTER_LINE = "after_line"
    AFTER_SENDS = "after_sends"
    AFTER_THANKS = "after_thanks"
    AFTER_SWITCH = "after_switch"
    AFTER_RESUME = "after_resume"
    AFTER_END = "after_end"
    PAUSED_FROM = "paused_from"


@dataclass(frozen=True, slots=True)
class Row:
    step: Step
    who: Who
    do: Do
    event: Name
    then: Step | Next
    guards: tuple[g.Guard, ...] = ()
    how: How = How.SIGNED
    private_number: Name | None = None  # a number given along goes to the author's own stream under this name


@dataclass(frozen=True, slots=True)
class Prompt:
    """One ordered thing to say. `key` names its stem."""

    key: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of dialogue. `heat_limit` None: heat is not asked. Empty `prompts`: the sender sends freely.

    `beyond`: how far a readiness review has to have opened for two people before it is offered; 0: for everybody.
    """

    name: str
    rows: tuple[Row, ...]
    prompts: tuple[Prompt, ...] = ()
    topic_needed: bool = True
    heat_limit: int | None = None
    begin: Step = Step.SETTLE
    asks_more: bool = True
    after_sends: Step = Step.SUMMARISING
    after_switch: Step = Step.SETTLE
    beyond: int = 0

    def prompt(self, index: int) -> Prompt | None:
        return self.prompts[index] if 0 <= index < len(self.prompts) else None


S, R, EITHER, APP = Who.SENDER, Who.RECEIVER, Who.EITHER, Who.APP
TOGETHER, UNSIGNED, PRIVATE = How.TOGETHER, How.UNSIGNED, How.PRIVATE
NO_TIME = (Name.NO_TIME_FOUND, Step.IDLE)
HEAT = Name.HEAT_NOTED

# 0-2. By appointment: ask; yes, or a time within a day; every other answer reads "no time found yet".
ASKING: tuple[Row, ...] = (
    Row(Step.IDLE, EITHER, Do.READ_CARD, Name.CARD_READ, Next.SAME, how=PRIVATE),
    Row(Step.IDLE, EITHER, Do.NOT_TONIGHT, *NO_TIME, how=UNSIGNED),
    Row(
        Step.IDLE,
        EITHER,
        Do.REQUEST,
        Name.REQUESTED,
        Step.REQUESTED,
        (g.CARD_READ, g.KIND_KNOWN, g.TOPIC_GIVEN, g.COOL_ENOUGH),
        private_number=HEAT,
    ),
    Row(Step.IDLE, EITHER, Do.END, Name.ENDED, Next.AFTER_END, how=UNSIGNED),
    Row(Step.REQUESTED, EITHER, Do.READ_CARD, Name.CARD_READ, Next.SAME, how=PRIVATE),
    Row(
        Step.REQUESTED,
        R,
        Do.ACCEPT,
        Name.ACCEPTED,
        Next.BEGIN,
        (g.CARD_READ, g.COOL_ENOUGH),
        private_number=HEAT,
    ),
    Row(Step.REQUESTED, R, Do.DEFER, Name.DEFERRED, Step.SCHEDULED, (g.CARD_READ, g.WITHIN_A_DAY)),
    Row(Step.REQUESTED, R, Do.DECLINE, *NO_TIME, how=UNSIGNED),
    Row(Step.REQUESTED, R, Do.NOT_TONIGHT, *NO_TIME, how=UNSIGNED),
    Row(Step.REQUESTED, S, Do.WITHDRAW, *NO_TIME, how=UNSIGNED),
    Row(Step.REQUESTED, APP, Do.EXPIRE, *NO_TIME, how=UNSIGNED),
    Row(Step.SCHEDULED, EITHER, Do.START, Name.STARTED, Next.BEGIN, (g.CARD_READ,), how=TOGETHER),
    Row(Step.SCHEDULED, EITHER, Do.READ_CARD, Name.CARD_READ, Next.SAME, how=PRIVATE),
    Row(Step.SCHEDULED, EITHER, Do.DEFER, Name.DEFERRED, Step.SCHEDULED, (g.WITHIN_A_DAY,)),
    Row(Step.SCHEDULED, APP, Do.LAPSE, Name.SLOT_PASSED, Step.SCHEDULED, how=UNSIGNED),
    Row(Step.SCHEDULED, EITHER, Do.END, Name.ENDED, Next.AFTER_END, how=UNSIGNED),
)

# 3-4. Arrive, then say what this is for.
SETTLING: tuple[Row, ...] = (
    Row(
        Step.SETTLE,
        EITHER,
        Do.READY,
        Name.SETTLED,
        Step.INTENTION,
        (g.COOL_ENOUGH,),
        TOGETHER,
        private_number=HEAT,
    ),
    Row(Step.INTENTION, S, Do.INTEND, Name.INTENDED, Step.INTENTION_REPLY),
    Row(Step.INTENTION_REPLY, R, Do.INTEND, Name.WELCOMED, Step.SENDING),
    Row(Step.INTENTION_REPLY, R, Do.SKIP, Name.WELCOMED, Step.SENDING),
)

# 5-7. Lean lines, each said back until the sender calls it heard.
MIRRORING: tuple[Row, ...] = (
    Row(Step.SENDING, S, Do.SEND, Name.SENT, Step.MIRRORING),
    Row(
        Step.SENDING,
        S,
        Do.SKIP,
        Name.SKIPPED,
        Next.AFTER_LINE,
        (g.OPTIONAL_PROMPT, g.NO_OPEN_LINE, g.NOT_CLARIFYING),
    ),
    # Where people talk aloud, the receiver may ask the sender to stop, to say back what is there so far (Imago Works).
    Row(Step.SENDING, R, Do.HOLD_ON, Name.HELD_ON, Step.MIRRORING, (g.NOT_WRITING,)),
    Row(Step.SENDING, S, Do.PARK, Name.PARKED, Next.SAME, how=PRIVATE),
    Row(Step.MIRRORING, R, Do.MIRROR, Name.MIRRORED, Step.ACCURACY),
    Row(Step.MIRRORING, R, Do.ASK_REPEAT, Name.REPEAT_ASKED, Step.SENDING),
    Row(Step.MIRRORING, R, Do.ASK_SHORTER, Name.SHORTER_ASKED, Step.SENDING),
    Row(Step.ACCURACY, S, Do.GOT_IT, Name.GOT, Next.AFTER_HEARD),
    Row(Step.ACCURACY, S, Do.NOT_QUITE, Name.MISSED, Step.MIRRORING),
    Row(Step.ACCURACY, S, Do.REWORD, Name.REWORDING, Step.SENDING, (g.MISSED_THREE_TIMES,)),
)

# 8. "Is there more about that?", once for every line that was heard.
MORE: tuple[Row, ...] = (
    Row(Step.MORE, R, Do.ASK_MORE, Name.MORE_ASKED, Step.MORE_ANSWER),
    Row(Step.MORE_ANSWER, S, Do.MORE_YES, Name.MORE_TO_COME, Step.SENDING),
    Row(Step.MORE_ANSWER, S, Do.MORE_NO, Name.NO_MORE, Next.AFTER_LINE),
    Row(Step.MORE_ANSWER, S, Do.PARK, Name.PARKED, Next.SAME, how=PRIVATE),
    Row(
        Step.SENDING,
        S,
        Do.DONE,
        Name.FINISHED_SENDING,
        Next.AFTER_SENDS,
        (g.FREE_SENDS, g.SOMETHING_HEARD, g.NO_OPEN_LINE, g.NOT_CLARIFYING),
    ),
)

# 9-10. The whole of it, once.
SUMMARY: tuple[Row, ...] = (
    Row(Step.SUMMARISING, R, Do.SUMMARISE, Name.SUMMARISED, Step.SUMMARY_CHECK),
    Row(Step.SUMMARY_CHECK, S, Do.GOT_ALL, Name.ALL_GOT, Step.VALIDATING),
    Row(Step.SUMMARY_CHECK, S, Do.ADD, Name.ADDED, Step.SUMMARISING, (g.TRIES_LEFT,)),
    Row(Step.SUMMARY_CHECK, S, Do.STILL_WORKING, Name.STILL_WORKING, Step.VALIDATING, (g.TRIED_ENOUGH,)),
)

# 11-12. How it hangs together from the sender's side. Partly is welcome: say which part, ask about the rest.
VALIDATION: tuple[Row, ...] = (
    Row(Step.VALIDATING, R, Do.VALIDATE, Name.VALIDATED, Step.VALIDATION_CHECK),
    Row(Step.VALIDATING, R, Do.PARTIAL, Name.PARTLY_VALIDATED, Step.SENDING),
    Row(Step.VALIDATION_CHECK, S, Do.FELT_VALID, Name.FELT_VALID, Step.EMPATHISING),
    Row(Step.VALIDATION_CHECK, S, Do.NOT_YET, Name.NOT_YET_VALID, Step.VALIDATING, (g.TRIES_LEFT,)),
    Row(Step.VALIDATION_CHECK, S, Do.STILL_WORKING, Name.STILL_WORKING, Step.EMPATHISING, (g.TRIED_ENOUGH,)),
)

# 13-14. A guess at the feeling, offered and checked.
EMPATHY: tuple[Row, ...] = (
    Row(Step.EMPATHISING, R, Do.EMPATHISE, Name.EMPATHISED, Step.EMPATHY_CHECK),
    Row(Step.EMPATHY_CHECK, S, Do.YES, Name.FELT_SEEN, Step.CLOSING),
    Row(Step.EMPATHY_CHECK, S, Do.OTHER_FEELING, Name.OTHER_FEELING_NAMED, Step.EMPATHY_MIRROR),
    Row(Step.EMPATHY_MIRROR, R, Do.MIRROR, Name.FEELING_MIRRORED, Step.EMPATHY_CHECK),
)

# 15-16. Thanks, and the offer to change places.
CLOSING: tuple[Row, ...] = (
    Row(
        Step.CLOSING,
        EITHER,
        Do.THANK,
        Name.THANKED,
        Next.AFTER_THANKS,
        (g.NOT_THANKED,),
        private_number=Name.FELT_HEARD,
    ),
    Row(Step.CLOSING, APP, Do.MOVE_ON, Name.CLOSED, Step.SWITCH_OFFER, how=UNSIGNED),
    Row(Step.SWITCH_OFFER, EITHER, Do.SWITCH, Name.SWITCHED, Next.AFTER_SWITCH, how=TOGETHER),
    Row(Step.SWITCH_OFFER, EITHER, Do.LATER, Name.SWITCHED_LATER, Step.SCHEDULED, (g.WITHIN_A_DAY,)),
    Row(Step.SWITCH_OFFER, EITHER, Do.ENOUGH, Name.ENDED, Next.AFTER_END, how=UNSIGNED),
)

# X. Pause, a closed tab, a lost network and the quick exit are one and the same fact.
STOPPING: tuple[Row, ...] = tuple(
    Row(step, who, do, Name.PAUSED, Step.PAUSED, how=How.STOPPING)
    for step in UNDER_WAY
    for who, do in ((EITHER, Do.PAUSE), (EITHER, Do.EXIT), (APP, Do.ABSENT), (APP, Do.IDLE))
) + tuple(Row(step, EITHER, Do.END, Name.ENDED, Next.AFTER_END, how=UNSIGNED) for step in UNDER_WAY)

# P. Both come back, the last line is said back once more, and it goes on where it was.
PAUSED: tuple[Row, ...] = (
    Row(Step.PAUSED, EITHER, Do.RESUME, Name.RESUMED, Next.AFTER_RESUME, how=TOGETHER),
    Row(Step.PAUSED, EITHER, Do.PICK_TIME, Name.TIME_PICKED, Step.PAUSED, (g.WITHIN_A_DAY,)),
    Row(Step.PAUSED, EITHER, Do.END, Name.ENDED, Next.AFTER_END, how=UNSIGNED),
    Row(Step.PAUSED, EITHER, Do.PAUSE, Name.PAUSED, Next.SAME, how=How.STOPPING),
    Row(Step.RETURNING, R, Do.MIRROR, Name.SAID_BACK_AGAIN, Next.PAUSED_FROM),
)

# Q. Out, from anywhere. Where nothing is under way there is nothing for the other to see.
LEAVING: tuple[Row, ...] = tuple(
    Row(step, who, do, Name.PAUSED, Next.SAME, how=How.STOPPING)
    for step in (Step.SCHEDULED, Step.PAUSED)
    for who, do in ((EITHER, Do.EXIT), (APP, Do.ABSENT))
) + tuple(
    Row(step, who, do, Name.PAUSED, Next.SAME, how=How.NOTHING)
    for step in (Step.IDLE, Step.REQUESTED, Step.ENDED, Step.KEPT, Step.GONE)
    for who, do in ((EITHER, Do.EXIT), (APP, Do.ABSENT))
)

# E. Kept only if both say so.
KEEPING: tuple[Row, ...] = (
    Row(Step.ENDED, EITHER, Do.KEEP, Name.KEPT, Step.KEPT, how=TOGETHER),
    Row(Step.ENDED, EITHER, Do.LET_GO, Name.LET_GO, Step.GONE, how=UNSIGNED),
    Row(Step.KEPT, EITHER, Do.LET_GO, Name.LET_GO, Step.GONE, how=UNSIGNED),
)

# Aloud or in writing: whoever has the floor may write this one line, and take it back. [ours]
VOICE_STEPS: tuple[tuple[Step, Who], ...] = (
    (Step.INTENTION, S),
    (Step.INTENTION_REPLY, R),
    (Step.SENDING, S),
    (Step.MIRRORING, R),
    (Step.SUMMARISING, R),
    (Step.VALIDATING, R),
    (Step.EMPATHISING, R),
    (Step.EMPATHY_MIRROR, R),
    (Step.RETURNING, R),
)
VOICE: tuple[Row, ...] = tuple(
    Row(step, who, do, event, Next.SAME, (guard,))
    for step, who in VOICE_STEPS
    for do, event, guard in ((Do.WRITE, Name.WRITING, g.NOT_WRITING), (Do.SPEAK, Name.SPEAKING, g.WRITING))
)

FRAME: tuple[Row, ...] = ASKING + VOICE + CLOSING + STOPPING + PAUSED + LEAVING + KEEPING
"""What every kind stands in."""

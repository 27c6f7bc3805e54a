"""What the method says, written out by hand: in this step, this person, this request, leads there.

Read from the published protocol, not from the product's tables; a test holds the two together. Columns: step, who,
request, next step, and what has to be so (see NEEDS). A next step with `*` needs the yes of both. Names in capitals
are small questions about the state (see LEADS).
Sources: Hendrix & Hunt, "Getting the Love You Want"; handouts of Imago Works, Love of Attraction, Marriage
Restoration Project, North Bay Counselling; for appreciation Janson. Where people talk, the receiver may ask the sender
to hold on, and say back what is there so far (Imago Works); a line being written is not interrupted [ours].
"""

from collections.abc import Callable
from dataclasses import dataclass

from hearken.core.dialogue import Do, Seat, State, Step


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Asking, pausing, closing and keeping are the same in every kind. BEGIN is where a kind opens.
FRAME = """
idle            either    read_card      idle
idle            either    not_tonight    idle
idle            either    request        requested        card
idle            either    end            OVER
requested       either    read_card      requested
requested       receiver  accept         BEGIN            card
requested       receiver  defer          scheduled        card
requested       receiver  decline        idle
requested       receiver  not_tonight    idle
requested       sender    withdraw       idle
requested       app       expire         idle
scheduled       either    read_card      scheduled
scheduled       either    start          *BEGIN           card
scheduled       either    defer          scheduled
scheduled       app       lapse          scheduled
scheduled       either    end            OVER
closing         either    thank          THANKED          unthanked
closing         app       move_on        switch_offer
switch_offer    either    switch         *BEGIN
switch_offer    either    later          scheduled
switch_offer    either    enough         OVER
paused          either    resume         *BACK
paused          either    pick_time      paused
paused          either    pause          paused
paused          either    end            OVER
returning       receiver  mirror         FROM
ended           either    keep           *kept
ended           either    let_go         gone
kept            either    let_go         gone
"""

LINES = """
sending         sender    send           mirroring
sending         sender    park           sending
sending         receiver  hold_on        mirroring        unwritten
mirroring       receiver  mirror         accuracy
mirroring       receiver  ask_repeat     sending
mirroring       receiver  ask_shorter    sending
accuracy        sender    not_quite      mirroring
accuracy        sender    reword         sending          missed_thrice
"""

EMPATHY = """
empathising     receiver  empathise      empathy_check
empathy_check   sender    yes            closing
empathy_check   sender    other_feeling  empathy_mirror
empathy_mirror  receiver  mirror         empathy_check
"""

SMALL = """
settle            either    ready        *intention
intention         sender    intend       intention_reply
intention_reply   receiver  intend       sending
intention_reply   receiver  skip         sending
sending           sender    done         summarising      heard closed unclarified
sending           sender    skip         never            never
accuracy          sender    got_it       more
more              receiver  ask_more     more_answer
more_answer       sender    more_yes     sending
more_answer       sender    more_no      CLARIFIED
more_answer       sender    park         more_answer
summarising       receiver  summarise    summary_check
summary_check     sender    got_all      validating
summary_check     sender    add          summarising      add_left
summary_check     sender    still_working validating      added_thrice
validating        receiver  validate     validation_check
validating        receiver  partial      sending
validation_check  sender    felt_valid   empathising
validation_check  sender    not_yet      validating       not_yet_left
validation_check  sender    still_working empathising     not_yet_twice
"""

APPRECIATION = """
sending           sender    skip         LINE_3           closed optional
accuracy          sender    got_it       LINE_3
"""

# Said back, and no more: no summary, no sense, no guess at a feeling. When the sender is through, thanks.
SAYING_BACK = """
settle            either    ready        *intention
intention         sender    intend       intention_reply
intention_reply   receiver  intend       sending
intention_reply   receiver  skip         sending
sending           sender    done         closing          heard closed
sending           sender    skip         never            never
accuracy          sender    got_it       more
more              receiver  ask_more     more_answer
more_answer       sender    more_yes     sending
more_answer       sender    more_no      closing
more_answer       sender    park         more_answer
"""

# In each of these the words of one person are awaited, who alone chooses to write them, or to say them after all.
VOICE = """
intention        sender    write  intention       unwritten
intention        sender    speak  intention       written
intention_reply  receiver  write  intention_reply unwritten
intention_reply  receiver  speak  intention_reply written
sending          sender    write  sending         unwritten
sending          sender    speak  sending         written
mirroring        receiver  write  mirroring       unwritten
mirroring        receiver  speak  mirroring       written
summarising      receiver  write  summarising     unwritten
summarising      receiver  speak  summarising     written
validating       receiver  write  validating      unwritten
validating       receiver  speak  validating      written
empathising      receiver  write  empathising     unwritten
empathising      receiver  speak  empathising     written
empathy_mirror   receiver  write  empathy_mirror  unwritten
empathy_mirror   receiver  speak  empathy_mirror  written
returning        receiver  write  returning       unwritten
returning        receiver  speak  returning       written
"""

# Pause, stop, quick exit, a closed tab and a quiet room: at once, from every one of these.
UNDER_WAY = names("""settle intention intention_reply sending mirroring accuracy more more_answer summarising
summary_check validating validation_check empathising empathy_check empathy_mirror closing switch_offer returning""")
# In these, coming back opens with the last heard line being said back once more.
SAID_BACK = names("""sending mirroring accuracy more more_answer summarising summary_check validating validation_check
empathising empathy_check empathy_mirror""")
# Here the quick exit is there too, and the other sees nothing at all.
STANDING_STILL = names("idle requested scheduled paused ended kept gone")

STOPS = "".join(
    f"{step} either pause paused\n{step} either exit paused\n{step} either end OVER\n"
    f"{step} app absent paused\n{step} app idle paused\n"
    for step in UNDER_WAY
) + "".join(f"{step} either exit {step}\n{step} app absent {step}\n" for step in STANDING_STILL)

KINDS = {
    "small": ("settle", FRAME + LINES + SMALL + EMPATHY + VOICE + STOPS),
    "saying_back": ("settle", FRAME + LINES + SAYING_BACK + VOICE + STOPS),
    "appreciation": ("sending", FRAME + LINES + APPRECIATION + EMPATHY + VOICE + STOPS),
}

# An appreciation is short: it opens with the first line, and none of these is ever reached.
NEVER_REACHED = {
    "small": names(""),
    "saying_back": names("""summarising summary_check validating validation_check empathising empathy_check
        empathy_mirror"""),
    "appreciation": names("""settle intention intention_reply more more_answer summarising summary_check
        validating validation_check"""),
}

LEADS: dict[str, Callable[[State], str]] = {
    "OVER": lambda s: "ended" if s.ours.spoken else "gone",
    "THANKED": lambda s: "switch_offer" if len(s.ours.thanked) == 1 else "closing",
    "BACK": lambda s: "returning" if s.ours.confirmed and s.ours.paused_from in SAID_BACK else LEADS["FROM"](s),
    "FROM": lambda s: str(s.ours.paused_from),
    "CLARIFIED": lambda s: "validating" if s.ours.return_to else "summarising",
    "LINE_3": lambda s: "sending" if s.ours.prompt < 2 else "empathising",
}

NEEDS: dict[str, Callable[[State, Seat], bool]] = {
    "card": lambda s, seat: s.private(seat).card_read,
    "unthanked": lambda s, seat: seat not in s.ours.thanked,
    "missed_thrice": lambda s, seat: s.ours.resends == 3,
    "heard": lambda s, seat: s.ours.confirmed,
    "unwritten": lambda s, seat: not s.ours.writing,
    "written": lambda s, seat: s.ours.writing,
    "closed": lambda s, seat: not s.ours.open_line,
    "unclarified": lambda s, seat: s.ours.return_to is None,
    "optional": lambda s, seat: s.ours.prompt == 2,
    "add_left": lambda s, seat: s.ours.additions < 3,
    "added_thrice": lambda s, seat: s.ours.additions == 3,
    "not_yet_left": lambda s, seat: s.ours.not_yets < 2,
    "not_yet_twice": lambda s, seat: s.ours.not_yets == 2,
    "never": lambda s, seat: False,
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the table. `both`: it takes the yes of both."""

    step: Step
    who: str
    do: Do
    then: str
    both: bool
    needs: tuple[str, ...]

    def allows(self, state: State, actor: Seat | None) -> bool:
        if actor is None or self.who == "app":
            return actor is None and self.who == "app"
        asked_first = state.ours.sender
        role = "sender" if actor is asked_first else "receiver" if asked_first else ""
        return self.who in ("either", role) and all(NEEDS[need](state, actor) for need in self.needs)

    def next_step(self, state: State, actor: Seat | None) -> str:
        if self.both and actor is not None and state.private(actor.other).assent != state.ours.gate:
            return self.step.value
        return LEADS[self.then](state) if self.then in LEADS else self.then


def table(kind: str) -> list[Expected]:
    """Every line of one kind, in the order written."""
    begin, text = KINDS[kind]
    lines = []
    for line in filter(None, text.splitlines()):
        step, who, do, then, *needs = line.split()
        then = then.replace("BEGIN", begin)
        lines.append(Expected(Step(step), who, Do(do), then.lstrip("*"), then.startswith("*"), tuple(needs)))
    return lines

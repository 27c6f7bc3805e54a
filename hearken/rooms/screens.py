"""What a page of the dialogue shows in each step, to each role: one row per screen. The second half is screens_late.

The page's scripts draw what stands here and hold no words of their own. A row must never name a reason for what the
other person does or does not do, and never say who was first.
"""

from django.utils.translation import gettext_lazy as _

from hearken.core.dialogue import Do, Name, Step

from .screen import Screen, Shape, Show, Strip

S, R, EITHER = "sender", "receiver", "either"
BREATHE = _("Let your shoulders drop. Breathe out a little longer than you breathe in.")
NOTHING_TO_DO = _("There is nothing you need to do.")
FINDING = _("is finding words")
LISTENING = _("is listening")
SAID = _("said")
SAID_BACK = _("said it back")
READING = _("is reading")
APPEARS = _("It will appear here when {other} sends it. Slow is fine.")

ASKING: dict[tuple[Step, str], Screen] = {
    (Step.IDLE, EITHER): Screen(
        place=_("Before you start."),
        title=_("How would you like to begin?"),
        shape=Shape.CHOOSE,
        strip=Strip.NONE,
        main=Do.REQUEST,
        plain=(Do.NOT_TONIGHT,),
    ),
    (Step.REQUESTED, S): Screen(
        place=_("You asked."),
        strong=_("You asked {other}."),
        status=NOTHING_TO_DO,
        far_text=_("{other} can say yes, name another time, or leave it for now."),
        near=Show.TOPIC,
        near_note=_("asked for"),
        plain=(Do.WITHDRAW,),
        wait=_("While you wait: think of one moment of it, as if seen on film. That is a good first line."),
        next=_("When {other} says yes, it begins on both screens."),
    ),
    (Step.REQUESTED, R): Screen(
        place=_("You are asked."),
        strong=_("Is now all right?"),
        status=_("Any answer is fine. No reason is asked."),
        shape=Shape.ANSWER,
        far=Show.TOPIC,
        far_note=_("would like a dialogue"),
        even=(Do.ACCEPT, Do.DEFER, Do.DECLINE),
    ),
    (Step.SCHEDULED, EITHER): Screen(
        place=_("A time is set."),
        strong=_("You meet at {time}."),
        status=_("Come back to this page then."),
        shape=Shape.MEET,
        main=Do.START,
        plain=(Do.DEFER,),
        near_text=_("You can begin sooner if you are both here."),
        wait=_("Until then: is there one thing from this week you are glad of? Keep it in mind."),
    ),
    (Step.SETTLE, EITHER): Screen(
        place=_("Before you start."),
        title=_("Arrive first"),
        far_text=_("Sit so that you can see each other, or sit somewhere quiet. Put your feet down."),
        shape=Shape.SETTLE,
        strip=Strip.BREATHING,
        main=Do.READY,
        near_text=_("The next page opens when you are both ready. It does not show who was first."),
    ),
    (Step.INTENTION, S): Screen(
        place=_("What this is for."),
        strong=_("Say what this is for."),
        status=_("One line that lets {other} know you mean well."),
        far_note=LISTENING,
        write=Do.INTEND,
        stem=Name.INTENDED,
        hint=_("For example: I care about us, or: I would like us to have easier evenings."),
    ),
    (Step.INTENTION, R): Screen(
        place=_("What this is for."),
        strong=_("{other} is finding a first line."),
        status=NOTHING_TO_DO,
        far_note=FINDING,
        far_text=APPEARS,
        wait=BREATHE,
        next=_("{other} says what this is for. You can answer with a line of your own."),
    ),
    (Step.INTENTION_REPLY, S): Screen(
        place=_("What this is for."),
        strong=_("Your line is with {other}."),
        status=NOTHING_TO_DO,
        far_note=READING,
        near=Show.INTENDED,
        near_note=SAID,
        wait=_("While you wait: what is the smallest true thing you could begin with?"),
        next=_("You have the floor. One or two short sentences at a time."),
    ),
    (Step.INTENTION_REPLY, R): Screen(
        place=_("What this is for."),
        strong=_("Answer with a line of your own, or go on."),
        status=_("Then {other} has the floor."),
        far=Show.INTENDED,
        far_note=SAID,
        write=Do.INTEND,
        stem=Name.WELCOMED,
        plain=(Do.SKIP,),
        labels={Do.SKIP: _("Go on without a line")},
    ),
}

LINES: dict[tuple[Step, str], Screen] = {
    (Step.SENDING, S): Screen(
        place=_("Your turn to speak."),
        strong=_("You have the floor."),
        status=_("{other} will say it back first."),
        far=Show.COUPLET,
        far_note=LISTENING,
        write=Do.SEND,
        stem=Name.SENT,
        plain=(Do.DONE, Do.SKIP),
        hint=_("One or two short sentences. {other} can say these back in one breath."),
    ),
    (Step.SENDING, R): Screen(
        place=_("{other} has the floor."),
        strong=_("{other} is finding words."),
        status=NOTHING_TO_DO,
        far=Show.COUPLET,
        far_note=FINDING,
        far_text=APPEARS,
        wait=BREATHE,
        next=_("You say back what you heard, in the same words or close to them. Your own answer comes later."),
    ),
    (Step.MIRRORING, S): Screen(
        place=_("{other} is saying it back."),
        strong=_("Your line is with {other}."),
        status=NOTHING_TO_DO,
        far_note=FINDING,
        far_text=APPEARS,
        near=Show.LINE,
        near_note=SAID,
        hope=True,
        next=_("You read what came back. You say “you got it”, or which part you would like heard again."),
    ),
    (Step.MIRRORING, R): Screen(
        place=_("Your turn to say it back."),
        strong=_("Say back what {other} said."),
        status=_("Your own answer comes later."),
        far=Show.LINE,
        far_note=SAID,
        write=Do.MIRROR,
        stem=Name.MIRRORED,
        plain=(Do.ASK_SHORTER, Do.ASK_REPEAT),
        carry=True,
        hint=_("Words you carry over get a line under them above. Send it as it is, if it feels right."),
    ),
    (Step.ACCURACY, S): Screen(
        place=_("Did it arrive?"),
        strong=_("Did {other} get that?"),
        strip=Strip.OFFERED,
        far=Show.MIRROR,
        far_note=SAID_BACK,
        near=Show.LINE,
        near_note=SAID,
        even=(Do.GOT_IT, Do.NOT_QUITE),
        carry=True,
    ),
    (Step.ACCURACY, R): Screen(
        place=_("Did it arrive?"),
        strong=_("Your words are with {other}."),
        status=NOTHING_TO_DO,
        far=Show.LINE,
        far_note=READING,
        near=Show.MIRROR,
        near_note=SAID_BACK,
        carry=True,
        wait=BREATHE,
        next=_("{other} says “you got it”, or which part to hear again. Missing a part is common."),
    ),
    (Step.MORE, S): Screen(
        place=_("Heard."),
        strong=_("{other} got it."),
        status=_("Now {other} asks if there is more."),
        far=Show.COUPLET,
        far_note=LISTENING,
        wait=_("While you wait: is there more about that, or is that all of it? Both are fine."),
        next=_("You say more, or you say that is all."),
    ),
    (Step.MORE, R): Screen(
        place=_("You got it."),
        strong=_("{other} says you got it."),
        status=_("Ask if there is more."),
        far=Show.COUPLET,
        far_note=SAID,
        main=Do.ASK_MORE,
        near_text=_("One tap asks it for you. You can say it aloud too."),
    ),
    (Step.MORE_ANSWER, S): Screen(
        place=_("Is there more?"),
        strong=_("{other} asks: is there more about that?"),
        status=_("Take a moment before you answer."),
        far=Show.COUPLET,
        far_note=LISTENING,
        even=(Do.MORE_YES, Do.MORE_NO),
    ),
    (Step.MORE_ANSWER, R): Screen(
        place=_("Is there more?"),
        strong=_("You asked if there is more."),
        status=_("{other} is looking."),
        far=Show.COUPLET,
        far_note=_("is looking"),
        wait=BREATHE,
        next=_("You hear more, or you go on together."),
    ),
}
"""One line at a time, said back until it is heard."""

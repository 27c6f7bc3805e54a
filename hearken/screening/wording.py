"""The words of what comes after a private check, by what somebody may need. Tables only.

They speak in "if": whoever glances at the page learns nothing of what was answered. It must never name an answer, a sum
or a level, never blame, and never send somebody who is afraid into a talk with the one they are afraid of.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearken.core.safety.outcome import Reach
from hearken.core.safety.routing import Concern
from hearken.lib.content import Need


@dataclass(frozen=True, slots=True)
class Part:
    """One private part: a heading, what to know, small steps, and which lines of the crisis card go with it.

    `change`: the lines for people who hurt a partner go with it as well.
    """

    title: Promise
    says: tuple[Promise, ...]
    steps: tuple[Promise, ...] = ()
    needs: tuple[Need, ...] = ()
    change: bool = False


PARTS: dict[Concern, Part] = {
    Concern.SELF_HARM: Part(
        _("If you think of ending your life, or of hurting yourself"),
        (
            _("Are you safe at this moment? If not, call one of these, or go where other people are."),
            _(
                "What goes further between the two of you can wait. Nobody is told by us, and nobody reads along here. "
                "This is not an emergency service."
            ),
        ),
        (
            _("Tell one person today how it is. A few words are enough."),
            _("Put what you could hurt yourself with far away. Somebody else can keep it for a while."),
        ),
        (Need.DANGER, Need.SUICIDE),
    ),
    Concern.AFRAID: Part(
        _("If you are afraid of the other one, or have been hurt"),
        (
            _("It is not your fault, and you need not decide anything today. You know best what is safe for you."),
            _(
                "Working on it as two is not for now. Where one of two is afraid, such talks can make things worse. "
                "The people behind these numbers know what can be done, and at whose pace: yours."
            ),
            _(
                "What the other one sees is the same as always: a thank-you and a small thing, which everybody has, "
                "and “Individual work for now”, which has many reasons. Nothing shows that you were here."
            ),
        ),
        (
            _("Tell one person you trust. Agree on a word with them that means: call for help."),
            _("Put papers, keys, money, medicine and a few clothes where you can reach them, or with somebody else."),
            _(
                "If you think of leaving, talk it through with one of these lines first. "
                "The days around it can be the most dangerous ones."
            ),
        ),
        (Need.DANGER, Need.PARTNER),
    ),
    Concern.WATCHED_DEVICE: Part(
        _("If somebody looks through your phone or computer"),
        (
            _(
                "Read and call from a device they never have in their hands: in a library, at work, at a friend’s. "
                "“Leave now” hides this page, but a browser may still list where it has been."
            ),
            _("Changing every password at once can be noticed. The people behind the numbers can plan it with you."),
        ),
    ),
    Concern.HURTING: Part(
        _("If you have frightened or hurt the other one"),
        (
            _("Looking at it honestly is the hard part. It can change, with help, and nobody else can do it for you."),
            _(
                "The first step is your own, not one of two: talks of two wait. These lines are for people who want to "
                "stop. They listen, and they are plain with you."
            ),
        ),
        (
            _("When you feel it rising, leave the room before you speak. Walk until your breath is slow."),
            _("Tell one person, a doctor or a counsellor what happens, in plain words."),
        ),
        change=True,
    ),
    Concern.DRINK: Part(
        _("If there is more drink than you would like"),
        (
            _(
                "Talks that go deep go better with a clear head and some time behind it. "
                "Gentle things together stay possible; what is heavier waits."
            ),
        ),
        (_("A doctor can help you cut down safely. After much drink for long, do not stop from one day to the next."),),
        (Need.SUBSTANCES,),
    ),
    Concern.LOW: Part(
        _("If the days are heavy"),
        (
            _(
                "Being this low is common, and it gets better with help. "
                "Gentle things together stay possible; what is heavier waits until you have more to stand on."
            ),
        ),
        (
            _("Tell a doctor, or somebody you trust, how the last two weeks were."),
            _("One small thing a day that used to feel good is a beginning, also when it does not feel like much."),
        ),
        (Need.SUICIDE,),
    ),
}
"""In the order in which they stand on the page: what cannot wait goes first."""

WISHES: dict[Reach, Promise] = {
    Reach.CLOSED: _("No further for now"),
    Reach.GENTLE: _("Gentle things"),
    Reach.FULL: _("All of it, step by step"),
}
"""How far somebody would like to go together, as equal choices."""

STOPPING = _("For people who want to stop hurting somebody")

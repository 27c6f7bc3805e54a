"""Who sits at a seat of a live room: which page writes, which ones read, and which have nothing here any more.

Of one seat at most one page writes. It must never tell the other seat anything of this.
"""

from dataclasses import replace

from hearken.core.dialogue import Seat

from . import frames
from .member import Member
from .models import Place
from .queries import SeatFacts


class Desk:
    """The seats of one room, and the pages at them."""

    def __init__(self, seats: dict[Seat, SeatFacts]) -> None:
        self.seats = dict(seats)
        self.members: list[Member] = []
        self.writer_tab: dict[Seat, str] = {}

    def opens(self, seat_id: str, epoch: int, stands_by: int, *, signed_in: bool = False) -> Seat | None:
        """The seat a proof is good for at this moment, or None. `stands_by`: see hub.Holder.

        `signed_in`: the proof came with a sign-in. A seat that is kept in an account opens with no other.
        """
        for seat, facts in self.seats.items():
            if facts.id != seat_id or facts.place is Place.FREE:
                continue
            if facts.claimed and not signed_in:
                return None
            own = self.seats[seat.other]
            lost = stands_by and not own.locked_below <= stands_by == own.epoch
            return seat if facts.locked_below <= epoch <= facts.epoch and not lost else None
        return None

    def _choose_writer(self, member: Member) -> None:
        facts = self.seats[member.seat]
        if member.epoch < facts.epoch:
            member.reading = "device"
            return
        for old in [each for each in self.members if each is not member and each.seat is member.seat]:
            if old.tab == member.tab:
                old.close()
        holder = self.writer_tab.get(member.seat)
        held = holder != member.tab and any(
            each.tab == holder and each.greeted and not each.reading and each is not member
            for each in self.members
            if each.seat is member.seat
        )
        member.reading = "tab" if held else ""
        if not held:
            self.writer_tab[member.seat] = member.tab

    def hand_over(self, member: Member) -> None:
        """Make `member` the one that writes for its seat; other tabs of the seat read."""
        if member.epoch < self.seats[member.seat].epoch:
            member.send(frames.encode(frames.Reading("device")))
            return
        self.writer_tab[member.seat] = member.tab
        for each in self.members:
            if each.seat is member.seat and each.greeted:
                reading = "" if each is member else "device" if each.epoch < member.epoch else "tab"
                if each.reading != reading or each is member:
                    each.reading = reading
                    each.send(frames.encode(frames.Reading(reading)))

    def moved(self, seat: Seat, epoch: int) -> None:
        """The seat was opened on another device: older ones read from now on."""
        facts = self.seats[seat]
        self.seats[seat] = replace(facts, epoch=max(facts.epoch, epoch))
        self.writer_tab.pop(seat, None)
        for each in self.members:
            if each.seat is seat and each.epoch < epoch and each.reading != "device":
                each.reading = "device"
                each.send(frames.encode(frames.Reading("device")))
        self.stood_down(seat.other)

    def locked(self, seat: Seat, below: int) -> None:
        """Close every page of a seat whose cookie no longer opens anything, and what stood in for the other by it."""
        facts = self.seats[seat]
        self.seats[seat] = replace(facts, locked_below=max(facts.locked_below, below))
        for each in [each for each in self.members if each.seat is seat and each.epoch < below]:
            each.close()
        self.stood_down(seat.other)

    def claimed(self, seat: Seat) -> None:
        """The seat is kept in an account from now on: pages that were opened without it close."""
        self.seats[seat] = replace(self.seats[seat], claimed=True)
        for each in [each for each in self.members if each.seat is seat and not each.sign_in]:
            each.close()

    def stood_down(self, seat: Seat) -> None:
        """Close the pages of whoever stands in for this seat."""
        for each in [each for each in self.members if each.seat is seat and each.stand_in]:
            each.close()

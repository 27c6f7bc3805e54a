"""T05: whatever two couples and a therapist do, in whatever order, the ledger is what can be read, by every door."""

from dataclasses import dataclass, field, replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hearken.accounts.models import Person
from hearken.couples import access, ledger
from hearken.couples.actions import items, parting, sharing
from hearken.couples.actions.sharing import NotNow
from hearken.couples.consent import Fact, What, fold
from hearken.couples.models import Audience, Consent, Couple, Item, Link, Share
from hearken.couples.sealing import Words
from hearken.lib import clock
from hearken.space import actions as space

from . import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
START = 1_800_000_000
DAY = 24 * 60 * 60
NAMES = ("ana", "ben", "dina", "eli", "cole")
COUPLES = (("ana", "ben"), ("dina", "eli"))
names = st.sampled_from(NAMES)


@dataclass
class Given:
    """What the model remembers of one grant."""

    text: str
    author: str
    couple: str | None
    links: dict[str, int] = field(default_factory=dict)  # link -> until
    share: str = ""


class Sharing(RuleBasedStateMachine):
    """The model keeps its own idea of who may read what, from the rules of the method and not from the ledger."""

    @initialize()
    def people(self) -> None:
        self.now = START
        self.who: dict[str, Person] = {name: cast.person(name) for name in NAMES}
        self.everybody = [person.pk for person in self.who.values()]  # earlier rounds left their own rows
        self.couple: dict[str, str] = {}  # person -> open couple
        self.links: dict[tuple[str, str], str] = {}  # (client, therapist) -> open link
        self.items: dict[str, tuple[str, str]] = {}  # item -> author, text
        self.given: dict[str, Given] = {}  # item -> what others have of it
        self.count = 0
        for one, other in COUPLES:
            self.join(one, other)

    def join(self, one: str, other: str) -> None:
        made = cast.couple(self.who[one], self.who[other], self.now)
        self.couple[one] = self.couple[other] = made.pk

    # What people do.
    @rule(name=names)
    def write(self, name: str) -> None:
        if name in self.who and len(self.items) < 8:
            self.count += 1
            text = f"words {self.count} of {name}"
            item = items.write(self.who[name], Words("", text), self.now)
            self.items[item.pk] = name, text

    @precondition(lambda self: self.items)
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        pk = data.draw(st.sampled_from(list(self.items)))
        author, text = self.items[pk]
        items.change(Item.objects.select_related("author").get(pk=pk), Words("", text + "+"), self.now)
        self.items[pk] = author, text + "+"

    @precondition(lambda self: self.items)
    @rule(data=st.data(), audience=st.sampled_from(Audience), solo=st.booleans())
    def share(self, data: st.DataObject, audience: Audience, solo: bool) -> None:
        pk = data.draw(st.sampled_from(list(self.items)))
        author, text = self.items[pk]
        expected = self.expected(author, audience, text)
        item = Item.objects.select_related("author").get(pk=pk)
        if audience is Audience.ME:
            sharing.share(item, audience, self.now, solo=solo)
            self.given.pop(pk, None)
        elif expected is None or not solo:
            with pytest.raises(NotNow):
                sharing.share(item, audience, self.now, solo=solo)
        else:
            made = sharing.share(item, audience, self.now, solo=solo)
            assert made
            self.given[pk] = replace(expected, share=made.pk)

    def expected(self, author: str, audience: Audience, text: str) -> Given | None:
        couple = self.couple.get(author)
        mine = {therapist: link for (client, therapist), link in self.links.items() if client == author}
        until = self.now + sharing.CARE_FOR
        if audience is Audience.ME_THERAPIST:
            return Given(text, author, None, dict.fromkeys(mine.values(), until)) if mine else None
        if couple is None:
            return None
        if audience is Audience.US:
            return Given(text, author, couple)
        return Given(text, author, couple, dict.fromkeys(mine.values(), until)) if mine else None

    @precondition(lambda self: self.items)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        pk = data.draw(st.sampled_from(list(self.items)))
        items.delete(Item.objects.get(pk=pk))
        del self.items[pk]
        self.given.pop(pk, None)

    @rule(name=st.sampled_from(NAMES[:4]))
    def leave(self, name: str) -> None:
        if name in self.who:
            space.leave(self.who[name], self.now)
            gone = self.couple.pop(name, None)
            self.couple = {each: pk for each, pk in self.couple.items() if pk != gone}
            self.given = {pk: each for pk, each in self.given.items() if gone is None or each.couple != gone}

    @rule(pair=st.sampled_from(COUPLES))
    def come_together(self, pair: tuple[str, str]) -> None:
        if set(pair) <= set(self.who) and not set(pair) & set(self.couple):
            self.join(*pair)

    @rule(name=st.sampled_from(NAMES[:4]))
    def ask_a_therapist(self, name: str) -> None:
        if {name, "cole"} <= set(self.who) and (name, "cole") not in self.links:
            self.links[name, "cole"] = cast.therapist(self.who[name], self.who["cole"], self.now).pk

    @precondition(lambda self: self.links)
    @rule(data=st.data(), by_client=st.booleans())
    def end_link(self, data: st.DataObject, by_client: bool) -> None:
        client, therapist = data.draw(st.sampled_from(sorted(self.links)))
        link = self.links.pop((client, therapist))
        assert parting.end_link(self.who[client if by_client else therapist], link, self.now)
        for each in self.given.values():
            each.links.pop(link, None)

    @rule(name=names)
    def erase(self, name: str) -> None:
        if name in self.who and len(self.who) > 3:
            self.leave(name)
            person = self.who.pop(name)
            space.erase(person, self.now)
            self.given = {pk: each for pk, each in self.given.items() if each.author != name}
            self.items = {pk: each for pk, each in self.items.items() if each[0] != name}
            for pair in [pair for pair in self.links if name in pair]:
                link = self.links.pop(pair)
                for each in self.given.values():
                    each.links.pop(link, None)

    @rule(days=st.sampled_from([1, 200, 366]))
    def time_passes(self, days: int) -> None:
        self.now += days * DAY

    # What has to hold after each of these.
    def may_read(self, name: str) -> dict[str, str]:
        """item -> text, by the model."""
        as_links = {link for (_, therapist), link in self.links.items() if therapist == name}
        return {
            pk: each.text
            for pk, each in self.given.items()
            if each.author != name
            and (
                (each.couple and self.couple.get(name) == each.couple)
                or any(link in as_links and self.now < until for link, until in each.links.items())
            )
        }

    @invariant()
    def what_is_allowed_is_what_is_read(self) -> None:
        shares = {each.pk: each.item_id for each in Share.objects.filter(author__in=self.everybody)}
        held = ledger.allowed(list(shares), self.now)
        for name, person in self.who.items():
            expected = self.may_read(name)
            found = access.readings(person, self.now)
            assert {each.share.item_id: each.words.text for each in found} == expected, name
            by_ledger = {shares[share] for share, reader in held if reader in access.readers_of(person)}
            mine = {pk for pk, (author, _) in self.items.items() if author == name}
            assert by_ledger - mine == set(expected), name
            for share, item in shares.items():
                one = access.readable(person, share, self.now)
                assert (one.words.text if one else None) == expected.get(item), name
                assert (access.own_item(person, item) is not None) == (item in mine)

    @invariant()
    def the_ledger_knows_of_nothing_else(self) -> None:
        """Of all snapshots that ever were, it allows those of the model, to the readers of the model."""
        theirs = Consent.objects.filter(subject__in=self.everybody).exclude(share="")
        ever = list(theirs.values_list("share", flat=True).distinct())
        expected = {(each.share, f"couple:{each.couple}") for each in self.given.values() if each.couple}
        for each in self.given.values():
            expected |= {(each.share, f"link:{link}") for link, until in each.links.items() if self.now < until}
        assert ledger.allowed(ever, self.now) == expected

    @invariant()
    def nothing_is_left_that_nobody_may_read(self) -> None:
        """An ended space has no snapshot, and every open one has its key."""
        for couple in Couple.objects.exclude(ended_on=None):
            assert not couple.shares.exists()
        assert {each.pk for each in Couple.objects.filter(ended_on=None)} >= set(self.couple.values())
        assert {each.pk for each in Link.objects.filter(ended_on=None)} >= set(self.links.values())

    # At the end, the same by every page: as a person at a browser would come by it.
    def teardown(self) -> None:
        if not hasattr(self, "given"):
            return
        true, clock.now = clock.now, lambda: self.now  # the pages' one door to time
        try:
            for name, person in self.who.items():
                self.look_around(name, cast.signed_in(Client(), person))
        finally:
            clock.now = true

    def look_around(self, name: str, browser: Client) -> None:
        expected = self.may_read(name)
        own = {pk for pk, (author, _) in self.items.items() if author == name}
        for share in Share.objects.filter(author__in=self.everybody):
            answer = browser.get(f"/ours/{share.pk}")
            assert answer.status_code == (200 if share.item_id in expected else 404), name
            if share.item_id in expected:
                assert expected[share.item_id] in answer.content.decode()
        for pk in self.items:
            assert browser.get(f"/mine/{pk}").status_code == (200 if pk in own else 404), name
        listed = "".join(browser.get(path).content.decode() for path in ("/mine", "/ours", "/clients"))
        for pk, (author, _) in self.items.items():
            theirs = Share.objects.filter(item=pk).first()
            if author != name:
                assert (theirs is not None and f"/ours/{theirs.pk}" in listed) == (pk in expected), name
                assert f"/mine/{pk}" not in listed


def test_t05_whatever_people_do_the_ledger_is_what_can_be_read(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    quick = how(max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Sharing, settings=quick)


def test_t05_after_leaving_the_ledger_allows_nothing_of_the_two() -> None:
    ana, ben, cole = (cast.person(name) for name in ("ana", "ben", "cole"))
    cast.couple(ana, ben, START)
    cast.therapist(ana, cole, START)
    ours = sharing.share(items.write(ana, Words("", "ours"), START), Audience.US, START, solo=True)
    care = sharing.share(items.write(ana, Words("", "care"), START), Audience.ME_THERAPIST, START, solo=True)
    assert ours
    assert care
    both = sharing.share(items.write(ana, Words("", "both"), START), Audience.US_THERAPIST, START, solo=True)
    assert both
    shares = [ours.pk, care.pk, both.pk]
    assert {share for share, _ in ledger.allowed(shares, START)} == set(shares)
    space.leave(ben, START)
    assert {share for share, _ in ledger.allowed(shares, START)} == {care.pk}, "who he left with, and nobody else"
    assert not ledger.allowed(shares, START + sharing.CARE_FOR)


def test_t05_nobody_but_the_author_can_grant() -> None:
    ana, ben, cole = (cast.person(name) for name in ("ana", "ben", "cole"))
    cast.couple(ana, ben, START)
    cast.therapist(ana, cole, START)
    item = items.write(ana, Words("", "mine"), START)
    for other in (ben, cole):
        assert access.own_item(other, item.pk) is None
    assert access.own_item(ana, item.pk) == item


def test_t05_a_row_of_the_ledger_can_be_neither_changed_nor_deleted() -> None:
    ana, ben = cast.person("ana"), cast.person("ben")
    cast.couple(ana, ben, START)
    sharing.share(items.write(ana, Words("", "ours"), START), Audience.US, START, solo=True)
    for statement in ("UPDATE couples_consent SET solo = NOT solo", "DELETE FROM couples_consent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Consent.objects.count() == 1


GRANT = Fact("ana", What.GRANTED, "s", "couple:c", solo=True)


@pytest.mark.parametrize(
    ("facts", "reads"),
    [
        ([GRANT], True),
        ([GRANT, Fact("ana", What.REVOKED, "s", "couple:c", solo=True)], False),
        ([GRANT, Fact("ana", What.REVOKED, "s", "link:x", solo=True)], True),
        ([Fact("ana", What.REVOKED, "s", "couple:c", solo=True), GRANT], True),
        ([Fact("ana", What.GRANTED, "s", "couple:c", solo=False)], False),
        ([GRANT, Fact("ben", What.LEFT, "", "couple:c", solo=True)], False),
        ([Fact("ben", What.LEFT, "", "couple:c", solo=True), GRANT], False),
        ([GRANT, Fact("ben", What.ERASED, "", "", solo=True)], True),
        ([GRANT, Fact("ana", What.ERASED, "", "", solo=True)], False),
        ([Fact("ana", What.ERASED, "", "", solo=True), GRANT], False),
        ([Fact("ana", What.GRANTED, "s", "couple:c", solo=True, until=9)], False),
        ([Fact("ana", What.GRANTED, "s", "couple:c", solo=True, until=11)], True),
    ],
)
def test_t05_the_fold_by_hand(facts: list[Fact], reads: bool) -> None:
    assert (("s", "couple:c") in fold(facts, 10)) is reads

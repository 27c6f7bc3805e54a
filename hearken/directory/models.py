"""The schema of the public directory, in a database of its own: what each source says, and what is shown of it.

A `Statement` is one source's whole word on one listing, as it was said. A `Claim` is a single fact that a provider said
or somebody corrected. A `Listing` is what both come to, worked out anew for each edition and never edited by hand. An
edition is written in chunks beside the one being shown, and shown by changing one row (`Shown`). It must never hold
anything about somebody who searches, and never a foreign key into the main database.
"""

from django.db import models


class State(models.TextChoices):
    """Where a batch stands. What is staged or past is shown nowhere."""

    STAGED = "staged"
    LIVE = "live"
    PAST = "past"


class Source(models.Model):
    """Who says something: a directory, a file of the operator's, the providers themselves."""

    key = models.CharField(primary_key=True, max_length=40, help_text="such as samhsa-su-2022")
    name = models.CharField(max_length=200, help_text="as people read it")
    publisher = models.CharField(max_length=200)
    licence = models.CharField(max_length=200)
    credit = models.TextField(help_text="the line the publisher asks for, shown with the facts")
    scheme = models.CharField(max_length=20, help_text="which code book its codes are from: samhsa, or terms for ours")
    confidence = models.CharField(max_length=12, help_text="survey, provider, certifier or operator")
    invented = models.BooleanField(default=False, help_text="a demonstration: nothing of it exists")


class Batch(models.Model):
    """One import of one source. Publishing marks it live and the one before past."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="batches")
    as_of = models.DateField(help_text="the day the source itself stands for")
    sha256 = models.CharField(max_length=64, help_text="of the files it was read from and the map they were read with")
    state = models.CharField(max_length=8, choices=State, default=State.STAGED)
    rows = models.IntegerField(default=0)
    made_at = models.BigIntegerField(help_text="unix seconds")


class Statement(models.Model):
    """What one source says of one listing: its codes are one text, as they were given."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="statements")
    listing = models.CharField(max_length=16, help_text="the listing it belongs to: a hash of name, street and ZIP")
    row = models.CharField(max_length=40, help_text="which row of the source it was, for messages")
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=200, blank=True, help_text="the programme at this door, where one is named")
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=5, blank=True)
    county = models.CharField(max_length=100, blank=True)
    lat = models.FloatField(null=True, help_text="degrees, as the publisher gives it; null: none, or not believed")
    lon = models.FloatField(null=True)
    phones = models.TextField(default="[]", help_text='[{"kind": "main", "number": "617-555-0100", "ext": ""}]')
    website = models.CharField(max_length=300, blank=True, help_text="http or https, else empty")
    summary = models.TextField(blank=True, help_text="plain text")
    hours = models.TextField(blank=True, help_text="as the source words them")
    cost = models.TextField(blank=True, help_text="as the source words it")
    confidential = models.BooleanField(default=False, help_text="never drawn on a map, no street shown")
    codes = models.TextField(blank=True, help_text="blank-separated codes of the source's scheme")

    class Meta:
        indexes = [models.Index(fields=["listing"]), models.Index(fields=["batch", "listing"])]


class Claim(models.Model):
    """One fact from a provider's statement or an accepted correction. The newest on a subject wins."""

    id = models.BigAutoField(primary_key=True)
    listing = models.CharField(max_length=16, db_index=True)
    field = models.CharField(max_length=20, help_text="term, name, street, phone, website, hours, cost, closed ...")
    value = models.TextField(help_text="a term's key, or the field's new text")
    stance = models.CharField(max_length=3, default="yes", help_text="yes or no")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims")
    as_of = models.DateField()
    note = models.TextField(blank=True)


class Proposal(models.Model):
    """A change somebody asks for. Held until the operator decides; nothing of it is public before (T39)."""

    id = models.BigAutoField(primary_key=True)
    listing = models.CharField(max_length=16, blank=True, db_index=True, help_text="empty: a new listing")
    fields = models.TextField(help_text="JSON: field -> new value, all plain text")
    before = models.TextField(default="{}", help_text="JSON: field -> what was shown when it was asked")
    flags = models.TextField(default="[]", help_text="what looks wrong with it, as keys")
    contact = models.CharField(
        max_length=200, blank=True, help_text="how to reach who asked, as they said; empty once it is decided"
    )
    asker = models.CharField(max_length=43, blank=True, help_text="keyed hash of it, to tell many of one")
    old_contact_asked = models.DateField(null=True, help_text="the day the old number was asked")
    state = models.CharField(max_length=8, default="held", help_text="held, accepted or refused")
    asked_on = models.DateField()
    decided_on = models.DateField(null=True)


class Listing(models.Model):
    """What is shown of one place in one edition: worked out from statements and claims."""

    number = models.BigAutoField(primary_key=True)
    edition = models.IntegerField()
    key = models.CharField(max_length=16, help_text="the same in every edition")
    name = models.CharField(max_length=200)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=5, blank=True)
    county = models.CharField(max_length=100, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    precision = models.CharField(max_length=10, help_text="publisher, zip or none")
    phones = models.TextField(default="[]", help_text="JSON, as in Statement")
    website = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    hours = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)
    terms = models.TextField(help_text="' a b c ': keys of the vocabulary, implied ones included, sorted")
    words = models.TextField(help_text="' a b c ': folded words of name, programmes, place, summary and term labels")
    checked = models.DateField(help_text="the newest day any live source stands for")
    completeness = models.SmallIntegerField(help_text="0 to 100: how much of what people ask is known")
    org = models.CharField(max_length=16, help_text="a hash of the folded name: places of one organisation share it")
    invented = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="one_listing_per_edition")]


class Shown(models.Model):
    """The one row that says which edition is shown. Publishing is changing it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    edition = models.IntegerField(default=0)


class Edit(models.Model):
    """What became different, in order: `seq` only grows. Written with the edition or the accepted change itself."""

    seq = models.BigAutoField(primary_key=True)
    edition = models.IntegerField()
    listing = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=8, help_text="new, changed or gone")
    what = models.CharField(max_length=120, blank=True, help_text="which fields, blank-separated; never their values")
    day = models.DateField()

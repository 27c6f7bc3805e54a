"""A person with a passphrase, and what a browser does with the forms of an account."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from hearken.accounts import access, passphrases
from hearken.accounts.access import Held
from hearken.accounts.models import Person

from .somebody import somebody

NAME, PASSPHRASE = "quilt-harbor-k7mq", "we met in the rain that friday"
ANOTHER = "the kettle sings before dawn"


def resident(name: str = NAME, passphrase: str = PASSPHRASE) -> Person:
    person = somebody(name)
    person.passphrase = passphrases.hashed(passphrase)
    person.save(update_fields=["passphrase"])
    return person


def signs_in(client: Client, name: str = NAME, passphrase: str = PASSPHRASE, **more: str) -> Any:
    return client.post(reverse("sign_in"), {"name": name, "passphrase": passphrase, **more})


def offered(client: Client, query: str = "") -> dict[str, str]:
    """The fields of the sign-up page, as they stand there."""
    return fields(client.get(reverse("sign_up") + query).content.decode())


def fields(page: str) -> dict[str, str]:
    """Every field with a value, by its name."""
    tags = re.findall(r"<input [^>]*>", page)
    found = [(re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: value[1] for name, value in found if name and value and name[1] != "csrfmiddlewaretoken"}


def held(client: Client) -> Held | None:
    """Who is signed in on this browser."""
    return access.held({name: each.value for name, each in client.cookies.items()})


def has(client: Client) -> Held:
    """The same where somebody is."""
    found = held(client)
    assert found
    return found

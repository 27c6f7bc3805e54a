"""Somebody erases their account, and their sealed diary stays on the server."""

from typing import Any

TARGET = "hearken.drawer.actions.forget"
TEST = (
    "tests/apps/drawer/test_t23_t24_keys.py"
    "::test_t24_the_drawer_of_an_erased_person_opens_in_no_backup_with_its_passphrase_either"
)


def replacement(_person: Any) -> None:
    return None

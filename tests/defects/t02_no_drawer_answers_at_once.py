"""A wrong passphrase is answered faster where there is no drawer: a watch tells a partner whether there is one."""

from typing import Any

TARGET = "hearken.drawer.sealing.from_nowhere"
TEST = "tests/apps/drawer/test_lock.py::test_t02_a_wrong_passphrase_and_no_drawer_take_one_time"


def replacement(*_typed: Any) -> None:
    return None

"""Every test runs with a home folder of its own, so nothing of a real installation is ever touched."""

import os
import tempfile
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["HEARKEN_HOME"] = tempfile.mkdtemp(prefix="hearken-test-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearken.config.settings")
ROOT = Path(__file__).resolve().parent.parent
# A busy machine is slow at times, and what is drawn by chance may be long: neither is a fault of what is tested.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=10, help="how often test_t29 kills the server")
    parser.addoption("--load-seconds", type=int, default=10, help="how long test_t37 lets 200 couples talk")
    parser.addoption("--schedules", type=int, default=40, help="how many bad networks test_t31 goes through")


def pytest_configure(config: pytest.Config) -> None:
    """Tests that commit have every table emptied after them. Tables that only grow let that happen here alone."""
    if not config.pluginmanager.hasplugin("django"):  # tests of the pure core run without it
        return
    from django.test.testcases import TransactionTestCase

    emptied = TransactionTestCase._fixture_teardown

    def emptying(case: TransactionTestCase) -> None:
        from tests.growing import may_be_emptied

        with may_be_emptied() if "default" in case.databases else nullcontext():
            emptied(case)

    TransactionTestCase._fixture_teardown = emptying

"""Plants one defect before any test is collected: `pytest -p tests.defects.plugin --defect <id> <test>`."""

import pytest

from tests.defects.registry import load


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--defect", default="", help="the planted fault to run with; see tests/defects/registry.py")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Last, so that a framework has been set up by its own plugin when a defect's module is imported."""
    defect_id = config.getoption("--defect")
    if defect_id:
        load(defect_id).plant()

"""What somebody would rather not say is taken for "no": the way opens for two, for the one who could not speak."""

from typing import Any

TARGET = "hearken.core.safety.routing.set_off"
TEST = "tests/core/safety/test_routing.py::test_h01_an_answer_leads_where_the_method_says"
original: Any = None


def replacement(answers: Any) -> Any:
    return original({each: 0 if value is None else value for each, value in answers.items()})

"""Somebody looks over a shoulder, sees six digits, and signs in with them after their owner."""

TARGET = "hearken.accounts.codes._spend"
TEST = "tests/apps/accounts/test_factors.py::test_t12_a_code_of_the_app_works_once"


def replacement(person: object, step: int) -> bool:
    return True

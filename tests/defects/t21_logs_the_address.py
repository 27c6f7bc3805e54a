"""The keeper's log holds what people type into the address bar, ids and all."""

from typing import Any

TARGET = "hearken.lib.quietlog._request_facts"
TEST = "tests/live/test_t21_raw_files.py::test_t21_words_are_sealed_while_it_goes_on_and_gone_after"


def replacement(record: Any) -> list[str]:
    request = getattr(record, "request", None)
    return [f"status={getattr(record, 'status_code', 0)} path={request.get_full_path() if request else ''}"]

"""The directory's index is held by the process: a test that begins with other tables begins without it."""

import sys

import pytest


@pytest.fixture(autouse=True)
def _no_index_of_another_test():
    yield
    holder = sys.modules.get("hearken.directory.index.holder")
    if holder is not None:
        holder.HOLDER.forget()
        from hearken.directory.index import snapshot

        snapshot.sweep(sys.maxsize)

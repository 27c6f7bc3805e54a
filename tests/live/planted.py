"""`python -m tests.live.planted DEFECT MODULE ...`: the server with a fault planted on purpose (tests/defects)."""

import importlib
import os
import runpy
import sys


def main() -> None:
    _, defect_id, *module = sys.argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearken.config.settings")
    if "CLOCK_OFFSET" in os.environ:
        importlib.import_module("tests.live.shifted")  # the clock first: much is made with it while loading
    import django

    django.setup()
    from tests.defects.registry import load

    load(defect_id).plant()
    sys.argv = module
    runpy.run_module(module[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

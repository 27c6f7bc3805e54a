"""`hearken audit`: is the audit as it was written? Prints numbers and a kind, never who or what an entry tells of.

It must never repair anything: what it finds is evidence.
"""

from hearken.audit.verify import verify


def main() -> int:
    """0: all of it is as it was written. 1: something is not. 2: only part of it could be checked."""
    verdict = verify()
    if verdict.fault:
        print(f"Entry {verdict.entry}: {verdict.fault.value}.")
        print(f"Up to there, {verdict.entries} entries are as they were written.")
        return 1
    print(f"{verdict.entries} entries, {verdict.anchors} anchors.")
    if not verdict.keyed:
        print("The audit key is not there, so only what the anchors cover was compared. Nothing was found in that.")
        return 2
    print("All of it is as it was written.")
    return 0

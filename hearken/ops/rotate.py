"""`hearken rotate`: lock every seat key anew under a new root key. docs/explain/keys.md says when and why.

It must never replace the old root key file by itself: the operator does, once nothing needs it any more.
"""

from django.conf import settings

from hearken.vault import keys, root

ROUND = 200
"""Keys per step. It may be stopped between any two and started again."""


def main() -> int:
    """0 when every key is under the new root key."""
    old = settings.ROOT_KEY_FILE
    new = root.incoming(old)
    root.ensure_root_key(new)
    while (step := keys.rotate(old, new, ROUND)).left:
        print(f"{step.left} left", flush=True)
        if not step.done:
            print("Some keys did not open under the old root key. They are left as they are.")
            return 2
    print(f"0 left. Put {new.name} in the place of {old.name}, start the server again, and keep the old one offline.")
    return 0

"""The `hearken` command: one row per verb. Each verb lives in a module of its own."""

import argparse
import atexit
import os
import sys


def main() -> int:
    """Exit code 0: done; 1: looked, and found something; 2: could not, and said why."""
    from . import importing

    parser = argparse.ArgumentParser(prog="hearken", description="Two people, one dialogue, your own server.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("serve", help="serve the site (HOST, PORT, HEARKEN_HOME ... from the environment)")
    verbs.add_parser("doors", help="print fresh doors into demonstration dialogues")
    verbs.add_parser("migrate", help="bring the databases up to date")
    verbs.add_parser("rotate", help="lock every key anew under a new root key")
    verbs.add_parser("audit", help="see whether the audit is as it was written; exit code 1 where it is not")
    verbs.add_parser("settings", help="print every setting as a table")
    changes = verbs.add_parser("changes", help="changes to listings that people ask for: look, and decide")
    changes.add_argument("do", nargs="?", choices=("asked", "accept", "refuse"), help="without it: look")
    changes.add_argument("number", nargs="?", type=int, help="of the change, as it is printed")
    importing.arguments(verbs)
    asked = parser.parse_args()
    from hearken.lib.env import BadSetting
    from hearken.vault.root import BadRootKey

    try:
        return _ASKED[asked.verb](asked) if asked.verb in _ASKED else _VERBS[asked.verb]()
    except (BadSetting, BadRootKey) as reason:  # said in a line, whichever verb met it
        print(reason, file=sys.stderr)
        return 2


def _serve() -> int:
    from . import serve

    return serve.main()


def _doors() -> int:
    _django()
    from hearken.lib import clock, env
    from hearken.rooms.demo import doors

    address = env.text("HEARKEN_ORIGIN") or f"http://{env.text('HOST')}:{env.text('PORT')}"
    for label, link in doors(address, clock.now()):
        print(f"{label}  {link}")
    return 0


def _migrate() -> int:
    _django()
    from . import serve

    serve.migrate()
    return 0


def _rotate() -> int:
    _django()
    from . import rotate

    return rotate.main()


def _audit() -> int:
    _django()
    from . import audit

    return audit.main()


def _settings() -> int:
    from . import reference

    print(reference.settings_table(), end="")
    return 0


def _import(asked: argparse.Namespace) -> int:
    _django()
    from . import importing

    return importing.main(asked)


def _changes(asked: argparse.Namespace) -> int:
    _django()
    from . import changes

    return changes.main(asked.do or "", asked.number)


def _django() -> None:
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearken.config.settings")
    import django

    django.setup()
    atexit.register(close_pools)


def close_pools() -> None:
    """Give every database connection back. A pool that is left open keeps the end of the process waiting for it."""
    from django.db import connections

    for each in connections.all(initialized_only=True):
        each.close()
        if each.vendor == "postgresql":
            each.close_pool()


_ASKED = {"import": _import, "changes": _changes}
"""Verbs that are told more than their name."""
_VERBS = {
    "serve": _serve,
    "doors": _doors,
    "migrate": _migrate,
    "rotate": _rotate,
    "audit": _audit,
    "settings": _settings,
}

if __name__ == "__main__":
    sys.exit(main())

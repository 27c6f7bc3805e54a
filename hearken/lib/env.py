"""Settings from the environment, each named once, typed, and documented.

Every variable Hearken reads is a row in SETTINGS; `docs/reference/settings.md` is written from it. Reading
`os.environ` anywhere else is a mistake that tests/architecture catches.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, its default as text, and what it is for."""

    name: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("HEARKEN_HOME", "home", "Folder that holds the databases, the root key and the lock file."),
    Setting("HOST", "127.0.0.1", "Address the server listens on."),
    Setting("PORT", "8000", "Port the server asks for first; the next free one is taken if it is busy."),
    Setting("HEARKEN_ORIGIN", "", "Public address, such as https://talk.example.org. Empty: the loopback address."),
    Setting("DATABASE_URL", "", "PostgreSQL address. Empty: SQLite in the home folder."),
    Setting("KEYS_DATABASE_URL", "", "Where the key store lives. Empty: a SQLite file of its own."),
    Setting("HEARKEN_ROOT_KEY_FILE", "", "File with the root key. Empty: root.key in the home folder."),
    Setting("HEARKEN_NAME", "Notebook", "Neutral title that private pages show in the browser tab."),
    Setting("HEARKEN_EXIT_URL", "", "Where `Leave now` goes. Empty: Hearken's own plain page."),
    Setting(
        "HEARKEN_COUNTRY",
        "US",
        "Country whose help numbers come first: US, CA, UK, IE, AU, NZ, or a card of yours.",
    ),
    Setting("HEARKEN_ABSENCE_SECONDS", "30", "How long a seat may be unreachable before the dialogue pauses."),
    Setting("HEARKEN_PHONE", "", "1: serve phones on the home network, unencrypted (docs/how-to/phone.md)."),
    Setting("HEARKEN_DEMO", "", "1: print demonstration doors, and fill an empty directory with invented places."),
    Setting("HEARKEN_COMPANION_SECONDS", "2", "How long the scripted Ben waits before each answer."),
    Setting("HEARKEN_KEEPER", "", "Who runs this server, as the page /who-runs-this says it. Empty: it says so."),
    Setting("HEARKEN_KEEPER_CONTACT", "", "How to reach the keeper, shown as text on that page. Empty: it says so."),
    Setting("HEARKEN_KEY_BACKUP_DAYS", "35", "How many days backups of the key store are kept; 0: there are none."),
)
_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}
BARE_ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:[0-9]{1,5})?")
"""scheme://host[:port], the way a browser names where a page is from."""


class BadSetting(ValueError):
    """A variable holds something Hearken cannot use. The message names the variable and never its value."""


def text(name: str) -> str:
    """The variable's value, or its default when unset or blank."""
    return given(name) or _DEFAULTS[name]


def given(name: str) -> str:
    """The variable's value where somebody has set it, else "": for a default that is worked out at start."""
    return os.environ.get(name, "").strip()


def number(name: str, least: int, most: int) -> int:
    """A whole number within [least, most]. Raises BadSetting."""
    value = text(name)
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise BadSetting(f"{name} should be a whole number from {least} to {most}.")
    return int(value)


def switch(name: str) -> bool:
    """True for 1, yes, on, true. False for empty, 0, no, off, false. Raises BadSetting."""
    value = text(name).lower()
    if value in {"1", "yes", "on", "true"}:
        return True
    if value in {"", "0", "no", "off", "false"}:
        return False
    raise BadSetting(f"{name} should be 1 or 0.")


def origin(name: str) -> str:
    """A bare scheme://host[:port] in lower case, without a slash at its end; "" when unset. Raises BadSetting."""
    value = text(name).lower().rstrip("/")
    if value and not BARE_ORIGIN.fullmatch(value):
        raise BadSetting(f"{name} should be an address and no more, such as https://talk.example.org.")
    return value


def database(name: str) -> str:
    """The address of a PostgreSQL database; "" when unset. Raises BadSetting for any other kind."""
    value = text(name)
    if value and not value.startswith(("postgres://", "postgresql://")):
        raise BadSetting(f"{name} should be a PostgreSQL address (postgresql://...), or empty for SQLite.")
    return value


def home() -> Path:
    """The home folder, made (mode 700) when missing."""
    folder = Path(text("HEARKEN_HOME")).expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def settle(name: str, value: str) -> None:
    """Fix a variable for this process, once its value has been worked out."""
    os.environ[name] = value


def unset(names: tuple[str, ...]) -> None:
    """Forget variables for this process, so that a child started in a test begins from defaults."""
    for name in names:
        os.environ.pop(name, None)

"""`make phone`: Hearken at this machine's address in the home network, over plain http, to try it with real phones.

It listens on one private address and answers to one name. It must never choose all addresses or a public one, never
send a packet to find its own, and never print a secret: whoever passes by may read the screen.
"""

import fcntl
import io
import socket
import struct
import sys
from contextlib import suppress
from ipaddress import IPv4Address
from pathlib import Path

import segno

from hearken.lib import env

from .serve import Stop

NOWHERE = "192.0.2.1"
"""RFC 5737: nobody has this address. Connecting a UDP socket only asks the routing table; nothing is sent."""
_ASK_ADDRESS = 0xC0206921 if sys.platform == "darwin" else 0x8915  # SIOCGIFADDR
NO_NETWORK = "No network found. Connect to your Wi-Fi, or use make run."
PUBLIC = (
    "{} is not a private address, and make phone is not encrypted: people far away could read along. Put Hearken behind"
    " https (docs/how-to/run.md), or name a private address of this machine: HOST=192.168.1.20 make phone"
)
WORDS = """\
Point a phone's camera at the square, or type the address. The phone has to be on the same Wi-Fi as this machine.

This is not encrypted: anyone on the same Wi-Fi could read along. Use it on a network you trust, for trying out.
For real use put Hearken behind https (docs/how-to/run.md).

A phone's screen goes dark by itself. To keep it on for a while:
  iPhone    Settings, Display & Brightness, Auto-Lock
  Android   Settings, Display, Screen timeout

Rooms are kept in {home}.
"""


def choose() -> str:
    """The one address to listen on. Raises Stop or BadSetting where there is none that may be used."""
    origin = env.text("HEARKEN_ORIGIN").lower()
    if origin and not origin.startswith("http://"):
        raise Stop("HEARKEN_ORIGIN is not an http:// address, and make phone is not encrypted. Unset one of the two.")
    given = env.given("HOST")
    address = _ours(given) if given else _found()
    if address.is_loopback and origin:
        return str(address)  # the keeper has named another address, and brings what is asked there to this machine
    if address.is_loopback:
        raise Stop(NO_NETWORK)
    if not _private(address):
        raise Stop(PUBLIC.format(address))
    return str(address)


def origin(host: str, asked: int, taken: int) -> str:
    """What phones call this server. Raises Stop where HEARKEN_ORIGIN names a port that is no longer to be had."""
    named = env.text("HEARKEN_ORIGIN")
    if named and asked != taken:
        raise Stop(f"Port {asked} is busy, and HEARKEN_ORIGIN is given: free the port, or choose another one.")
    return named or f"http://{host}:{taken}"


def say(address: str, host: str, home: Path) -> None:
    """The address, its square, and what to know before using it."""
    print(f"Hearken is at {address}\n")
    with suppress(UnicodeEncodeError):  # a terminal without block characters gets the address alone
        print(f"{square(address, coloured=sys.stdout.isatty())}\n")
    print(WORDS.format(home=home))
    others = [f"{each} ({name})" for each, name in _interfaces().items() if _private(each) and str(each) != host]
    if others:
        print(f"If a phone does not find it: this machine has other addresses too: {', '.join(others)}.")
        print("To use another one: HOST=<address> make phone\n")
    print("Stop with Ctrl-C.", flush=True)


def square(address: str, *, coloured: bool) -> str:
    """The QR code in block characters. `coloured`: light on dark, whatever the colours of the terminal are."""
    out = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out, compact=True)
    lines = out.getvalue().splitlines()
    return "\n".join(f"\x1b[97;40m{line}\x1b[0m" for line in lines) if coloured else "\n".join(lines)


def _private(address: IPv4Address) -> bool:
    """One that a home network gives out, so that nobody outside can ask for it."""
    odd = address.is_loopback or address.is_unspecified or address.is_multicast or address.is_reserved
    return address.is_private and not odd


def _ours(given: str) -> IPv4Address:
    try:
        address = IPv4Address(given)
    except ValueError:
        raise env.BadSetting("HOST should be an address in numbers here, such as 192.168.1.20.") from None
    if address.is_unspecified:
        raise env.BadSetting("HOST should be one address of this machine, not all of them.")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((given, 0))
        except OSError:
            raise env.BadSetting("HOST is not an address of this machine.") from None
    return address


def _found() -> IPv4Address:
    """The address that leads out of this machine, or the only one in a network that leads nowhere (a hotspot)."""
    if routed := _routed():
        return routed
    near = [each for each in _interfaces() if _private(each)]
    if not near:
        raise Stop(NO_NETWORK)
    if len(near) > 1:
        raise Stop(f"Several networks: {', '.join(map(str, near))}. Choose one: HOST={near[0]} make phone")
    return near[0]


def _routed() -> IPv4Address | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((NOWHERE, 9))
        except OSError:
            return None
        address = IPv4Address(probe.getsockname()[0])
    return None if address.is_loopback or address.is_unspecified else address


def _interfaces() -> dict[IPv4Address, str]:
    """This machine's addresses, each with the name of its interface. Empty where the system does not tell."""
    found = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # an interface without an address
                answer = fcntl.ioctl(probe, _ASK_ADDRESS, struct.pack("256s", name.encode()[:15]))
                found[IPv4Address(answer[20:24])] = name
    return found

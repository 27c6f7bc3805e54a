"""The other sealed columns of a room: names, the code, drafts. Each is bound to its table, row and owner."""

import msgspec

from hearken.core.dialogue import Seat
from hearken.vault.envelope import Cipher, binding

from .frames import DraftNote, encode
from .keyring import APP, own_key

Ciphers = dict[str, Cipher]
_decode_draft = msgspec.json.Decoder(DraftNote).decode


def seal_name(name: str, room_id: str, seat: Seat, ciphers: Ciphers) -> bytes:
    return ciphers[APP].seal(name.encode(), _name(room_id, seat))


def open_name(body: bytes, room_id: str, seat: Seat, ciphers: Ciphers) -> str:
    return ciphers[APP].open(body, _name(room_id, seat)).decode()


def _name(room_id: str, seat: Seat) -> bytes:
    return binding("rooms_seat", "name", f"{room_id}/{seat.value}", APP)


def seal_code(code: str, room_id: str, ciphers: Ciphers) -> bytes:
    return ciphers[APP].seal(code.encode(), binding("rooms_invite", "code", room_id, APP))


def open_code(body: bytes, room_id: str, ciphers: Ciphers) -> str:
    return ciphers[APP].open(body, binding("rooms_invite", "code", room_id, APP)).decode()


def seal_draft(note: DraftNote, seat_id: str, seat: Seat, ciphers: Ciphers) -> bytes:
    """With the key that only this seat's reader can open."""
    return ciphers[own_key(seat)].seal(encode(note), _draft(seat_id, seat))


def open_draft(body: bytes, seat_id: str, seat: Seat, ciphers: Ciphers) -> DraftNote:
    return _decode_draft(ciphers[own_key(seat)].open(body, _draft(seat_id, seat)))


def _draft(seat_id: str, seat: Seat) -> bytes:
    return binding("rooms_draft", "body", seat_id, own_key(seat))

"""A device that keeps passkeys, made of the parts WebAuthn names. It can be told to lie."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG
VERIFIED = FLAG.UP | FLAG.UV


@dataclass
class Authenticator:
    """Holds one passkey at a time. `origin`: where its browser says it is; `count`: None where it does not count."""

    origin: str
    count: int | None = 0
    flags: Any = VERIFIED
    rp_id: str = ""
    handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def makes(self, options: dict[str, Any]) -> dict[str, Any]:
        """What a browser answers to options for a new passkey."""
        asked = options["publicKey"]
        self.rp_id, self.handle = asked["rp"]["id"], websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.credential_id, public)
        about = self._about(self.flags | FLAG.AT, bytes(credential))
        attested = AttestationObject.create("none", about, {})
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer({"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(attested)})

    def signs(self, options: dict[str, Any]) -> dict[str, Any]:
        """What a browser answers to options to sign."""
        if self.count is not None:
            self.count += 1
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        about = self._about(self.flags, b"")
        signature = self.key.sign(bytes(about) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": about, "signature": signature, "userHandle": self.handle}
        return self._answer({name: websafe_encode(value) for name, value in said.items()})

    def _about(self, flags: Any, credential: bytes) -> AuthenticatorData:
        rp_id_hash = hashlib.sha256(self.rp_id.encode()).digest()
        return AuthenticatorData.create(rp_id_hash, flags, self.count or 0, credential)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        name = websafe_encode(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}

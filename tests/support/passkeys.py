"""A passkey made of software: answers a site as a phone would, with a key of its own (WebAuthn, no attestation)."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

USER_PRESENT, USER_VERIFIED, HOLDS_KEY = 0x01, 0x04, 0x40


class Passkey:
    def __init__(self, host: str = "testserver", origin: str = "") -> None:
        self.host, self.origin = host, origin or f"https://{host}"
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.user_handle = b""
        self.count = 0

    def make(self, options: dict[str, Any]) -> str:
        """The answer to a request to make a passkey."""
        public = options["publicKey"]
        self.user_handle = websafe_decode(public["user"]["id"])
        credential = b"\0" * 16 + len(self.id).to_bytes(2, "big") + self.id
        credential += cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        data = self._data(HOLDS_KEY) + credential
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", public["challenge"])
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def use(self, options: dict[str, Any]) -> str:
        """The answer to a request to show it."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=self.user_handle
        )

    def _data(self, more: int = 0) -> bytes:
        self.count += 1
        flags = bytes([USER_PRESENT | USER_VERIFIED | more])
        return hashlib.sha256(self.host.encode()).digest() + flags + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **parts: bytes) -> str:
        own = websafe_encode(self.id)
        response = {name: websafe_encode(value) for name, value in parts.items()}
        return json.dumps(
            {"id": own, "rawId": own, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )

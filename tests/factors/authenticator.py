"""A passkey in software: signs what it is asked, or tells whatever lie a test wants to see refused."""
import json
import re
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

SITE, ORIGIN = "localhost", "http://localhost:5000"
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


class Device:
    """One passkey, with the number of times it has signed."""

    def __init__(self, name=b"a device of the test"):
        self.key, self.name, self.count, self.user = ec.generate_private_key(ec.SECP256R1()), sha256(name).digest(), 0, None

    def _said(self, kind, options, origin):
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": False}).encode()

    def _data(self, site, flags, more=b""):
        return sha256(site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big") + more

    def made(self, options, *, origin=ORIGIN, site=SITE, flags=PRESENT | VERIFIED):
        """What a browser answers when the passkey is made."""
        self.user = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        data = self._data(site, flags | ATTESTED, bytes(16) + len(self.name).to_bytes(2, "big") + self.name + public)
        return self._answer(self._said("webauthn.create", options, origin), attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}))

    def shown(self, options, *, origin=ORIGIN, site=SITE, flags=PRESENT | VERIFIED, count=None, user=None):
        """What a browser answers when the passkey is used."""
        self.count = self.count + 1 if count is None else count
        said, data = self._said("webauthn.get", options, origin), self._data(site, flags)
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(said, authenticatorData=data, signature=signature, userHandle=base64url_to_bytes(user or self.user))

    def _answer(self, said, **parts):
        own = bytes_to_base64url(self.name)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "clientExtensionResults": {},
                           "response": {"clientDataJSON": bytes_to_base64url(said)} | {name: bytes_to_base64url(part) for name, part in parts.items()}})


def asked(browser, page, purpose):
    """What a page asks the device; None if it may not."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)[1]
    answer = browser.client.post("/accounts/factors/challenge", data={"csrf_token": token, "purpose": purpose})
    return answer.json if answer.status_code == 200 else None


def add(browser, device, page="/accounts/factors/passkeys/add", name="Phone", **lies):
    """Add a passkey by the page, or by the page on the way in."""
    return browser.fill(page, name=name, passkey=device.made(asked(browser, page, "add"), **lies))


def enter(browser, device, **lies):
    """Sign in with the passkey alone."""
    return browser.fill("/accounts/sign-in", to="/accounts/factors/enter", passkey=device.shown(asked(browser, "/accounts/sign-in", "enter"), **lies))

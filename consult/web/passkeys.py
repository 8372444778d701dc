"""Passkeys: what the browser is asked, and whether its answer counts. The address people use comes from the settings, never from the request."""
import json
from contextlib import suppress
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask import current_app, session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from consult.accounts.models import Account
from consult.db import transaction
from consult.errors import Invalid
from consult.factors import queries
from consult.factors.actions.using import keep_challenge, spend_challenge, use_passkey
from consult.factors.models import Passkey
from consult.factors.rules import Purpose, challenge_digest, handle
from consult.i18n import N_

ASKED = "passkey_asked"
#: A longer answer is none; browsers send about 2 KB.
ANSWER_MAX = 20_000
REFUSED = N_("The passkey was not accepted. Please try once more, or go another way.")


def site() -> tuple[str, str]:
    """The name that passkeys of this site are bound to, and where they may be used; browsers take no addresses made of numbers, so that this machine is localhost."""
    parts = urlsplit(str(current_app.config["PUBLIC_URL"]))
    host = parts.hostname or ""
    with suppress(ValueError):
        host = "localhost" if ip_address(host).is_loopback else host
    return host, f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")


def offer(purpose: Purpose, account: Account | None) -> str:
    """What the browser is to sign, as JSON: remembered for one answer, in this session, for this purpose."""
    name, _ = site()
    own = [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in queries.passkeys(account)] if account else []
    options: Any
    if purpose == Purpose.ADD and account is not None:
        options = webauthn.generate_registration_options(
            rp_id=name, rp_name=name, user_id=handle(account.id), user_name=account.email or "", user_display_name=account.name, exclude_credentials=own,
            authenticator_selection=AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED))
    else:
        options = webauthn.generate_authentication_options(rp_id=name, allow_credentials=own or None, user_verification=UserVerificationRequirement.REQUIRED)
    with transaction():
        keep_challenge(challenge_digest(options.challenge))
    session[ASKED] = [purpose.value, bytes_to_base64url(options.challenge)]
    return webauthn.options_to_json(options)


def added(answer: str) -> VerifiedRegistration:
    """The new passkey that a browser shows."""
    challenge, (name, origin) = _asked(Purpose.ADD), site()
    try:
        return webauthn.verify_registration_response(credential=_read(answer), expected_challenge=challenge, expected_rp_id=name, expected_origin=origin,
                                                     require_user_verification=True)
    except WebAuthnException as error:
        raise _refusal(type(error).__name__) from None


def shown(answer: str, purpose: Purpose, account: Account | None = None) -> Passkey:
    """The passkey that signed, of this person if one is given; used up with it. To be called outside a transaction."""
    challenge, (name, origin), read = _asked(purpose), site(), _read(answer)
    passkey = queries.by_credential(str(read.get("id", "")))
    if passkey is None or (account is not None and passkey.account_id != account.id):
        raise _refusal("unknown")
    inner = read.get("response")
    owner = inner.get("userHandle") if isinstance(inner, dict) else None
    if owner and owner != bytes_to_base64url(handle(passkey.account_id)):
        raise _refusal("of another person")
    before = passkey.sign_count
    try:
        proof = webauthn.verify_authentication_response(credential=read, expected_challenge=challenge, expected_rp_id=name, expected_origin=origin,
                                                        credential_public_key=passkey.public_key, credential_current_sign_count=before, require_user_verification=True)
    except WebAuthnException as error:
        raise _refusal(type(error).__name__) from None
    with transaction():
        counted = use_passkey(passkey, before, proof.new_sign_count)
    if not counted:
        raise _refusal("used twice")
    return passkey


def _asked(purpose: Purpose) -> bytes:
    """The challenge of this session, which is spent with it, whatever comes of it."""
    kind, text = session.pop(ASKED, None) or ("", "")
    challenge = base64url_to_bytes(text)
    with transaction():
        waited = bool(text) and spend_challenge(challenge_digest(challenge))
    if not waited or kind != purpose:
        raise Invalid(N_("The passkey was shown too late, or twice. Please try once more."))
    return challenge


def _read(answer: str) -> dict[str, Any]:
    try:
        read = json.loads(answer) if len(answer) <= ANSWER_MAX else None
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise _refusal("unreadable")
    return read


def _refusal(why: str) -> Invalid:
    current_app.logger.warning("passkey refused: %s", why)
    return Invalid(REFUSED)

"""A mail server of the test's own, and what is in the outbox."""
import asyncio
import email
import socket
import ssl
import threading
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlalchemy import select

from consult.db import db
from consult.notices.models import Mail

CERTIFICATE = Path(__file__).parent / "localhost.pem"  # made for these tests alone; it proves nothing elsewhere


def mails():
    """The outbox, in order."""
    db.session.expire_all()
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


class Inbox:
    """Takes mails over SMTP; refuses who is in `refusing` with the answer given there, breaks off at whom `breaking` names, and never answers for whom `holding` does."""

    def __init__(self):
        self.got, self.refusing, self.breaking, self.holding, self.passwords, self.over_tls = [], {}, set(), set(), [], []
        self.reached = threading.Event()

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.partition("@")[0]
        if name in self.breaking:
            server.transport.close()
        if name in self.refusing:
            return self.refusing[name]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].partition("@")[0] in self.holding:
            self.reached.set()
            await asyncio.Event().wait()
        self.got.append(email.message_from_bytes(envelope.content, policy=default))
        self.over_tls.append(session.ssl is not None)
        return "250 taken"

    def let_in(self, server, session, envelope, mechanism, data):
        self.passwords.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"secret", handled=False)


@pytest.fixture
def serve():
    """serve(**how) starts a real SMTP server and gives (inbox, address)."""
    running = []

    def start(tls=False, **how):
        inbox = Inbox()
        if tls:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(CERTIFICATE)
            how |= {"tls_context": context, "require_starttls": True}
        how.setdefault("authenticator", inbox.let_in)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(inbox, hostname="127.0.0.1", port=port, **how)
        controller.start()
        running.append(controller)
        return inbox, f"127.0.0.1:{port}"

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def post(app, serve):
    """The application hands its mails to a server that keeps them."""
    inbox, app.config["MAIL_SERVER"] = serve()
    return inbox

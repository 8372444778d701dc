"""`flask consult ...`: what the secretariat's machine is told."""
import threading
from typing import BinaryIO

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from waitress import serve

from consult import clock
from consult.accounts import actions as accounts
from consult.accounts.queries import by_email
from consult.accounts.rules import SAMPLE_DOMAIN, SAMPLE_PASSWORD, Role
from consult.ballots import queries as ballots
from consult.db import transaction
from consult.demo import story
from consult.documents.actions import publishing, starting
from consult.documents.queries import stored, versions
from consult.documents.rules import ChangeClass, first_heading, read_upload
from consult.errors import ConsultError
from consult.evidence import queries as proofs
from consult.journal import queries as journal
from consult.parties import actions as parties
from consult.parties.queries import all_parties, candidates
from consult.parties.rules import DEFAULT_PARTIES
from consult.permissions.conditions import SYSTEM
from consult.reporting.queries import checking as reports
from consult.rounds import queries as rounds
from consult.similar.actions import searching
from consult.similar.queries import comparing
from consult.similar.queries import groups as similar
from consult.web import postman

#: Seconds between two rounds of the postman, and how many rounds pass between two tidyings.
PAUSE, TIDY_EVERY = 2, 1800
ACCOUNTS = "admin, editor, editor2, moderator, member.rs (.al .ba .bg .gr .hr .me .mk .ro .si .tr), alternate.rs, coordinator.ba, cluster.rs, colleague.rs, citizen, observer"
commands = AppGroup("consult", help="Chores of the consultation system.")


@commands.command("serve")
@click.option("--port", default=5000, show_default=True, help="Where to listen on this machine.")
@click.pass_context
def serve_command(context: click.Context, port: int) -> None:
    """Serve the pages at 127.0.0.1."""
    app = context.ensure_object(object).load_app()  # type: ignore[attr-defined]
    if app.config["DEMONSTRATION"]:
        click.echo(f"   Sample accounts: {ACCOUNTS} (each {SAMPLE_DOMAIN}). Sample password: {SAMPLE_PASSWORD}")
        threading.Thread(target=_deliver_on, args=(app, threading.Event()), daemon=True).start()
    serve(app, host="127.0.0.1", port=port, threads=8, ident=None)


@commands.command("deliver")
@click.option("--once", is_flag=True, help="Deliver what is due and stop, as from cron; otherwise go on until stopped.")
def deliver_command(once: bool) -> None:
    """Tell people what concerns them: write mails from the journal, send what is due."""
    if once:
        click.echo(f"{postman.deliver()} mails sent.")
        postman.tidy()
        return
    _deliver_on(current_app._get_current_object(), threading.Event())  # type: ignore[attr-defined]


def _deliver_on(app: Flask, stop: threading.Event) -> None:
    """Deliver every few seconds until told to stop; a fault is written down and does not end the rounds."""
    rounds = 0
    while not stop.wait(PAUSE if rounds else 0):
        try:
            with app.app_context():
                postman.deliver()
                if rounds % TIDY_EVERY == 0:
                    postman.tidy()
        except Exception:
            app.logger.exception("mails could not be delivered")
        rounds += 1


@commands.command("init")
@click.option("--email", help="Address of the first administrator.")
@click.option("--name", help="Name of the first administrator.")
@click.option("--password", help="Password of the first administrator; asked for when left out.")
def init_command(email: str | None, name: str | None, password: str | None) -> None:
    """Admit the parties of the declaration and open the account of the first administrator."""
    with transaction():
        there = {party.code for party in all_parties()}
        for one in (candidates()[code] for code in DEFAULT_PARTIES if code not in there):
            parties.admit(SYSTEM, one.code, one.kind, one.seat, one.zone, one.names)
            click.echo(f"Admitted {one.english} ({one.code}).")
    if not email:
        click.echo("No administrator was made: run it again with --email and --name.")
        return
    if by_email(email):
        click.echo("There is an account with this address already; nothing was changed.")
        return
    password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        with transaction():
            account = accounts.sign_up(SYSTEM, email, name or email.partition("@")[0], password, "en", demonstration=current_app.config["DEMONSTRATION"])
            accounts.confirm(SYSTEM, account)
            accounts.grant_role(SYSTEM, account, Role.ADMINISTRATOR)
    except ConsultError as error:
        raise click.ClickException(str(error)) from None
    click.echo("The account of the administrator is open.")


@commands.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--document", "slug", required=True, help="Short name of the document; it is opened when there is none yet.")
@click.option("--label", required=True, help="Label of the new version, for example 0.1.")
@click.option("--title", help="Title of the version; left out: that of the document.")
@click.option("--language", default="en", show_default=True, help="Language of a document that is opened.")
@click.option("--base", help="Label of the version it follows; left out: the latest published one.")
@click.option("--as", "email", help="Address of the editor who does it; left out: the installation itself.")
@click.option("--publish", "note", help="Publish it at once with this change note (needs --as).")
def import_command(file: BinaryIO, slug: str, label: str, title: str | None, language: str, base: str | None, email: str | None, note: str | None) -> None:
    """Start a version from a Markdown file, or from standard input with -; every character is kept."""
    try:
        with transaction():
            actor = by_email(email) if email else SYSTEM
            if actor is None:
                raise click.ClickException(f"There is no account with the address {email}.")
            text = read_upload(file.read())
            document = versions.document(slug) or starting.create(actor, slug, title or first_heading(text) or slug, language)
            former = versions.version(slug, base) if base else None
            if base and former is None:
                raise click.ClickException(f"The document has no version {base}.")
            version = starting.start(actor, document, label, title or document.title, text, former, ChangeClass.SUBSTANTIVE)
            if note:
                publishing.publish(actor, version, note)
            click.echo(f"{slug} {label}: {len(stored.contents(version))} sections, {'published' if note else 'working text'}.")
    except ConsultError as error:
        raise click.ClickException(str(error)) from None


@commands.command("demo")
def demo_command() -> None:
    """Load the demonstration into an empty, migrated database."""
    if not current_app.config["DEMONSTRATION"]:
        raise click.ClickException("This is not the demonstration: set CONSULT_DEMO=1.")
    if journal.length():
        raise click.ClickException("The database is not empty; the demonstration starts from an empty one.")
    story.tell(clock.now().astimezone(clock.BRUSSELS).date(), lambda line: click.echo(f"   {line}"))
    click.echo("   Mails are written")
    postman.deliver()


@commands.command("similar")
@click.option("--round", "number", type=int, help="Number of a round; left out: all rounds.")
def similar_command(number: int | None) -> None:
    """Compare all comments of a round with each other and group those that say nearly the same; what editors decided stays."""
    for round_ in [one for one in rounds.all_rounds() if number in {None, one.number}]:
        found = comparing.compare(round_)
        for comments in found.parts(searching.AT_ONCE):
            with transaction():
                searching.store(round_, found, comments)
        with transaction():
            searching.find(round_, found)
        groups, comments_in = similar.totals(round_)
        click.echo(f"Round {round_.number}: {len(found.comments)} comments compared; {comments_in} of them stand in {groups} groups.")


@commands.command("verify")
def verify_command() -> None:
    """Recompute the journal's chain, the hashes of texts and files and every tally, hold the rows against the journal, and name what is broken."""
    faults = [*journal.broken(), *stored.broken(), *ballots.broken(), *reports.broken(), *proofs.contradicted()]
    for fault in faults:
        click.echo(f"BROKEN: {fault}")
    if faults:
        raise click.ClickException("The record is not whole.")
    click.echo(f"The record is whole: {journal.length()} journal entries, all published texts, all ballots and all frozen reports recomputed.")


def register(app: Flask) -> None:
    """Add the commands to an application."""
    app.cli.add_command(commands)

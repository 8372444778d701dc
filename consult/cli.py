"""`flask consult ...`: what the secretariat's machine is told."""
import click
from flask import Flask, current_app
from flask.cli import AppGroup
from waitress import serve

from consult.accounts import actions as accounts
from consult.accounts.queries import by_email
from consult.accounts.rules import Role
from consult.db import transaction
from consult.errors import ConsultError
from consult.parties import actions as parties
from consult.parties.queries import all_parties, candidates
from consult.parties.rules import DEFAULT_PARTIES
from consult.permissions.conditions import SYSTEM

commands = AppGroup("consult", help="Chores of the consultation system.")


@commands.command("serve")
@click.option("--port", default=5000, show_default=True, help="Where to listen on this machine.")
@click.pass_context
def serve_command(context: click.Context, port: int) -> None:
    """Serve the pages at 127.0.0.1."""
    app = context.ensure_object(object).load_app()  # type: ignore[attr-defined]
    serve(app, host="127.0.0.1", port=port, threads=8, ident=None)


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


def register(app: Flask) -> None:
    """Add the commands to an application."""
    app.cli.add_command(commands)

"""`flask consult ...`: what the secretariat's machine is told."""
import click
from flask import Flask
from flask.cli import AppGroup
from waitress import serve

commands = AppGroup("consult", help="Chores of the consultation system.")


@commands.command("serve")
@click.option("--port", default=5000, show_default=True, help="Where to listen on this machine.")
@click.pass_context
def serve_command(context: click.Context, port: int) -> None:
    """Serve the pages at 127.0.0.1."""
    app = context.ensure_object(object).load_app()  # type: ignore[attr-defined]
    serve(app, host="127.0.0.1", port=port, threads=8, ident=None)


def register(app: Flask) -> None:
    """Add the commands to an application."""
    app.cli.add_command(commands)

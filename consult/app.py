"""Joining the parts: the only module that knows them all."""
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

import consult.accounts.models
import consult.adoption.models
import consult.answering.models
import consult.ballots.models
import consult.comments.models
import consult.coordination.models
import consult.documents.models
import consult.events.models
import consult.evidence.models
import consult.factors.models
import consult.importing.models
import consult.inbox.models
import consult.journal.models
import consult.meetings.models
import consult.moderation.models
import consult.notices.models
import consult.organisations.models
import consult.parties.models
import consult.reading.models
import consult.reporting.models
import consult.rounds.models
import consult.search.models
import consult.settings.models
import consult.similar.models
import consult.submissions.models
import consult.teams.models
import consult.translating.models
import consult.workbench.models
import consult.workgroup.models  # noqa: F401 - all tables known
from consult import cli, clock
from consult.accounts.views.all import bp as accounts_bp
from consult.admin.views import bp as admin_bp
from consult.adoption.views.all import bp as adoption_bp
from consult.answering.views.all import bp as answering_bp
from consult.ballots.views.all import bp as ballots_bp
from consult.comments.views.all import bp as comments_bp
from consult.coordination.views.all import bp as coordination_bp
from consult.db import db, prepare
from consult.documents.views.all import bp as documents_bp
from consult.events.views.all import bp as events_bp
from consult.evidence.views import bp as evidence_bp
from consult.factors.views.all import bp as factors_bp
from consult.importing.views import bp as importing_bp
from consult.inbox.views.all import bp as inbox_bp
from consult.journal.actions import install_guard
from consult.journal.views import bp as journal_bp
from consult.meetings.views.all import bp as meetings_bp
from consult.moderation.views import bp as moderation_bp
from consult.notices.views.mailbox import bp as mailbox_bp
from consult.notices.views.settings import bp as notices_bp
from consult.offline.views import bp as offline_bp
from consult.organisations.views import bp as organisations_bp
from consult.pages import views as pages
from consult.parties.views import bp as parties_bp
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.reading.views import bp as reading_bp
from consult.reporting.views.all import bp as reporting_bp
from consult.rounds.views import bp as rounds_bp
from consult.search.views import bp as search_bp
from consult.settings.views import bp as settings_bp
from consult.similar.views import bp as similar_bp
from consult.teams.views import bp as teams_bp
from consult.text import render
from consult.translating.views.all import bp as translating_bp
from consult.web import errors, halfway, headers, locale, requests, stylesheet
from consult.web.access import actor, check_all_declared
from consult.web.limits import limiter
from consult.web.sessions import ServerSessions
from consult.workbench.views.all import bp as workbench_bp
from consult.workgroup.views import bp as workgroup_bp

try:
    import pysqlite3.dbapi2 as sqlite
except ImportError:
    sqlite = None  # the standard library's; /readyz says which runs

ROOT = Path(__file__).parents[1]
BLUEPRINTS = [
    accounts_bp, admin_bp, adoption_bp, answering_bp, ballots_bp, comments_bp, coordination_bp, documents_bp, events_bp, evidence_bp, factors_bp, importing_bp, inbox_bp,
    journal_bp, meetings_bp, moderation_bp, notices_bp, offline_bp, organisations_bp, pages.bp, parties_bp, reading_bp, reporting_bp, rounds_bp, search_bp, settings_bp,
    similar_bp, teams_bp, workbench_bp, translating_bp, workgroup_bp,
]
#: Pages that exist only in the demonstration.
DEMONSTRATION_ONLY = [mailbox_bp, pages.demonstration]


def create_app(settings: dict[str, Any]) -> Flask:
    """Make one application from its settings (see config.py)."""
    app = Flask("consult", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.update(MAX_CONTENT_LENGTH=settings["UPLOAD_MB"] * 2**20, MAX_FORM_MEMORY_SIZE=settings["UPLOAD_MB"] * 2**20, MAX_FORM_PARTS=5000,
                      SESSION_COOKIE_SECURE=settings["PUBLIC_URL"].startswith("https"), WTF_CSRF_TIME_LIMIT=None, TRANSLATIONS=ROOT / "consult" / "translations",
                      RATELIMIT_STORAGE_URI="memory://", REQUESTS="600 per minute")
    app.config.update(settings)
    if app.config["NOW"]:
        clock.run_from(datetime.fromisoformat(app.config["NOW"]).astimezone(UTC))
    _connect_database(app)
    requests.register(app)  # first of all: what is checked here must not have been read by anybody else
    _connect_people(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(allowed=lambda action, subject=None: allowed(actor(), action, subject), Action=Action)
    app.jinja_env.filters["words"] = render.plain
    locale.register(app)
    headers.register(app)
    for blueprint in [*BLUEPRINTS, *(DEMONSTRATION_ONLY if app.config["DEMONSTRATION"] else [])]:
        app.register_blueprint(blueprint)
    pages.register(app)
    errors.register(app)
    cli.register(app)
    stylesheet.register(app)
    check_all_declared(app)
    return app


def _connect_database(app: Flask) -> None:
    if make_url(app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name() == "sqlite" and sqlite is not None:
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"module": sqlite})
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        prepare(db.engine)
    install_guard(db.session.session_factory)


def _connect_people(app: Flask) -> None:
    if app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=app.config["PROXIES"], x_proto=app.config["PROXIES"])  # type: ignore[method-assign]
    app.session_interface = ServerSessions()
    CSRFProtect(app)
    login = LoginManager(app)
    login.session_protection = None
    login.user_loader(halfway.signed_in)
    limiter.init_app(app)

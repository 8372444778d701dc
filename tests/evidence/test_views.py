"""A proof is handed out as a download only, and only to whom it concerns."""
import hashlib

from sqlalchemy import func, select

from consult.db import db, transaction
from consult.evidence.actions import keep
from consult.evidence.models import EvidenceFile
from tests.ballots import factories as made


def test_the_same_bytes_are_kept_once(inside):
    with transaction():
        assert keep("a.txt", "", b"x") == keep("b.txt", "", b"x")
    assert db.session.scalar(select(func.count()).select_from(EvidenceFile)) == 1


def test_a_proof_is_always_a_download_that_runs_nothing(app, people, browser_of):
    with app.app_context(), transaction():
        made.letter("Одлука")
    answer = browser_of("admin").get("/evidence/" + hashlib.sha256("Одлука".encode()).hexdigest())
    assert answer.status_code == 200
    assert answer.data == "Одлука".encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_file_that_is_not_there_is_not_found(app, people, browser_of):
    assert browser_of("admin").get("/evidence/" + "0" * 64).status_code == 404
    assert browser_of("admin").get("/evidence/abc").status_code == 404

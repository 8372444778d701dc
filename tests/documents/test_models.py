"""What the database refuses by itself."""
import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from consult import clock
from consult.db import db, transaction
from consult.documents.models import Section, SectionLink, Version
from consult.documents.rules import ChangeClass


def add(row):
    db.session.add(row)
    db.session.flush()


def test_V2_two_versions_never_share_a_label_or_a_place(desk):
    with transaction():
        version = desk.publish(desk.start())
    for label, seq in (("0.1", 9), ("0.9", version.seq)):
        with pytest.raises(IntegrityError), transaction():
            add(Version(document_id=version.document_id, label=label, seq=seq, title="t", change_class=ChangeClass.INITIAL, created_at=clock.now()))


def test_V3_a_version_never_has_a_key_twice(desk):
    with transaction():
        version = desk.start()
    row = desk.row(version, "1")
    with pytest.raises(IntegrityError), transaction():
        add(Section(version_id=version.id, uid=row.uid, position=99, address="other", level=1, digest=""))
    with pytest.raises(IntegrityError), transaction():
        add(Section(version_id=version.id, uid="other", position=99, address=row.address, level=1, digest=""))


def test_a_version_is_not_published_without_its_hash(desk):
    with transaction():
        version = desk.start()
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(sql("UPDATE version SET state = 'published' WHERE id = :v"), {"v": version.id})


def test_a_document_has_one_working_text(desk):
    with transaction():
        version = desk.start()
    with pytest.raises(IntegrityError), transaction():
        add(Version(document_id=version.document_id, label="0.9", seq=9, title="t", change_class=ChangeClass.INITIAL, created_at=clock.now()))


def test_a_link_links_something(desk):
    with transaction():
        version = desk.start()
    with pytest.raises(IntegrityError), transaction():
        add(SectionLink(version_id=version.id, kinds="", confidence=1))

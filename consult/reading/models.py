"""What a person has read: private, and known to nobody else."""
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Instant, db


class LastRead(db.Model):
    """The version in which a person last read a section; public versions never change, so the version says which words those were."""

    __tablename__ = "last_read"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    section_uid: Mapped[str] = mapped_column(String(80), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)

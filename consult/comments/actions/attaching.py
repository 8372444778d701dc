"""Files that go with a comment: put to a draft and taken off it; sent with it they stay."""
from typing import Any

from consult import clock
from consult.comments.models import Draft
from consult.db import db
from consult.errors import Invalid
from consult.i18n import N_
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.submissions import queries
from consult.submissions.models import AttachedFile, Attachment
from consult.submissions.rules import Limits, Upload, attachable, room_for


def attach(actor: Any, draft: Draft, upload: Upload, limits: Limits) -> Attachment:
    """Put a file to a draft; nobody else sees it before the draft is sent."""
    require(actor, Action.COMMENTS_ATTACH, draft)
    judged = attachable(upload, limits)
    if any(one.file.digest == judged.digest for one in draft.attachments):
        raise Invalid(N_("This file is attached already."), field="file")
    room_for(len(draft.attachments), limits)
    file = queries.kept(judged.digest) or AttachedFile(digest=judged.digest, media_type=judged.media_type, size=len(upload.content), content=upload.content, kept_at=clock.now())
    attachment = Attachment(file=file, draft=draft, name=judged.name)
    db.session.add(attachment)
    db.session.flush()
    return attachment


def detach(actor: Any, attachment: Attachment) -> None:
    """Take a file off a draft; its bytes go with it."""
    require(actor, Action.COMMENTS_DETACH, attachment)
    db.session.delete(attachment)
    db.session.flush()

"""Files that go with comments: put to a draft, taken off it, handed out as downloads."""
from typing import Any

from flask import Response, current_app, flash, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from consult.comments.actions import attaching
from consult.comments.models import Draft
from consult.comments.queries import threads
from consult.comments.views.blueprint import bp
from consult.errors import Invalid
from consult.i18n import N_
from consult.permissions.words import Action
from consult.submissions import queries
from consult.submissions.forms import AttachForm
from consult.submissions.models import Attachment
from consult.submissions.rules import TYPE_NAMES, Limits
from consult.teams import queries as teams
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.downloads import handed_out


def limits() -> Limits:
    """How large a file may be here, and how many a comment may have."""
    return Limits(current_app.config["ATTACHMENT_MB"], current_app.config["ATTACHMENTS"])


bp.add_app_template_global(limits, "file_limits")


@bp.app_template_filter("file_type")
def file_type(media_type: str) -> str:
    """What kind of file it is, as people call it."""
    return _(TYPE_NAMES.get(media_type, media_type))


@bp.app_template_filter("file_size")
def file_size(size: int) -> str:
    """How large a file is, in the reader's language."""
    if size >= 2**20:
        return _(N_("%(number)s MB"), number=format_decimal(round(size / 2**20, 1)))
    return _(N_("%(number)s KB"), number=format_decimal(max(1, round(size / 1024))))


def _draft(draft_id: int) -> Draft | None:
    """A draft that one may write in: one's own, or one of an organisation to which one belongs."""
    team, person = teams.team_draft(draft_id), actor()
    draft = team.draft if team is not None else threads.draft(draft_id)
    return draft if draft is not None and person is not None and teams.writes(person, draft) else None


@bp.route("/drafts/<int:draft_id>/files", methods=["GET", "POST"])
@access(Action.COMMENTS_ATTACH, on=("draft_id", _draft))
def attach(draft: Draft) -> Any:
    """The files of a draft, and a form that puts one more to it; it holds nothing else, so a refused file costs no words."""
    form = AttachForm()
    section = threads.sections_of([(draft.round.version_id, draft.section_uid)]).get((draft.round.version_id, draft.section_uid or ""))

    def do() -> Attachment:
        upload = form.file.taken()
        if upload is None:
            raise Invalid(N_("Choose the file."), field="file")
        return attaching.attach(actor(), draft, upload, limits())

    return answer(form, lambda: render_template("comments/files.html", form=form, draft=draft, section=section), do, _attached)


def _attached(attachment: Attachment) -> str:
    shared = attachment.draft is not None and attachment.draft.team is not None
    sentence = N_("“%(name)s” is attached. Only your colleagues see it until a lead sends the comment.") if shared else N_(
        "“%(name)s” is attached. Nobody else sees it until you send the comment.")
    flash(_(sentence, name=attachment.name), "success")
    return url_for("comments.attach", draft_id=attachment.draft_id)


@bp.post("/files/<int:file_id>/remove")
@access(Action.COMMENTS_DETACH, on=("file_id", queries.attachment))
def detach(attachment: Attachment) -> Any:
    """Take a file off a draft."""
    draft_id, name = attachment.draft_id, attachment.name
    team = attachment.draft.team if attachment.draft else None
    back = {"drafts": url_for("comments.drafts")}
    if team is not None:
        back |= {"team": url_for("teams.edit", draft_id=draft_id), "organisation": url_for("teams.show", number=team.organisation_id)}

    def then(_none: None) -> str:
        flash(_(N_("“%(name)s” was removed."), name=name), "success")
        return back.get(request.form.get("back", ""), url_for("comments.attach", draft_id=draft_id))

    return act(lambda: attaching.detach(actor(), attachment), then)


@bp.get("/files/<int:file_id>")
@access(Action.FILE, on=("file_id", queries.attachment))
def file(attachment: Attachment) -> Response:
    """One attached file, as it was sent."""
    return handed_out(attachment.file.content, attachment.file.media_type, attachment.name)

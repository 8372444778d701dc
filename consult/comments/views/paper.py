"""Comments that came on paper or by e-mail: entered by an editor, with the original."""
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext as _

from consult.comments.actions import paper
from consult.comments.actions.paper import Letter, Words
from consult.comments.models import Comment
from consult.comments.rules import CommentKind
from consult.comments.views.blueprint import bp, section_name
from consult.comments.views.files import limits
from consult.documents.queries import stored
from consult.errors import Invalid
from consult.i18n import N_
from consult.organisations import queries as organisations
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.submissions.forms import PaperForm
from consult.submissions.rules import Means
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.locale import party_choices


@bp.route("/paper/<int:number>", methods=["GET", "POST"])
@access(Action.COMMENTS_ENTER_PAPER, on=("number", rounds.public))
def enter_paper(round_: Round) -> Any:
    """Enter a comment for somebody who wrote to the secretariat."""
    form, bodies = PaperForm(), {one.id: one for one in organisations.listed()}
    sections = [("", _(N_("The whole document"))), *((one.uid, section_name(one)) for one in stored.contents(round_.version))]
    form.offer([(0, _(N_("None, or not registered here"))), *((one.id, one.name) for one in bodies.values())], party_choices(), sections)

    def do() -> Comment:
        original = form.upload()
        if original is None:
            raise Invalid(N_("Choose the file. After a refusal it must be chosen again: browsers do not keep it."), field="original")
        letter = Letter(form.sender.data, Means(form.means.data), form.received_on.data, original, bodies.get(form.organisation.data), form.party.data or None,
                        form.name_shown.data, form.original_shown.data)
        words = Words(CommentKind(form.kind.data), form.body.data, form.section.data or None, form.quote.data or "", form.proposed.data or "", form.reason.data or "",
                      form.language.data)
        return paper.enter_paper(actor(), round_, letter, words, limits())

    return answer(form, lambda: render_template("comments/paper.html", form=form, round=round_), do, _entered)


def _entered(comment: Comment) -> str:
    flash(_(N_("It is entered as %(number)s, receipt %(receipt)s."), number=comment.public_id, receipt=comment.submission.receipt), "success")
    return url_for("comments.show", public_id=comment.public_id)

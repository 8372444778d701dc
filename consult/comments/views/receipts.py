"""The receipt of a submission: as a page, as a PDF, as plain text."""
from typing import Any

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from consult.comments.models import Comment, Submission
from consult.comments.queries import threads
from consult.comments.rules import Channel
from consult.comments.views.blueprint import bp, section_name, speaker
from consult.comments.views.read import sections_for
from consult.documents.models import Section
from consult.i18n import N_
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.submissions import exports
from consult.web.access import access, actor
from consult.web.downloads import POLICY
from consult.web.locale import chosen, day, named, until, when
from consult.web.paths import public


def _submission(number: str) -> Submission | None:
    """What one has sent oneself; the receipt of what came on paper is for the editors, who hand it to the sender."""
    sent, person = threads.submission(number), actor()
    if sent is None or person is None:
        return None
    if any(comment.channel == Channel.PAPER for comment in sent.comments):
        return sent if allowed(person, Action.DESK) else None
    return sent if sent.account_id == person.id else None


@bp.get("/receipts/<number>")
@access(Action.OWN, on=("number", _submission))
def receipt(sent: Submission) -> str:
    """The receipt: what was sent, under which number, and what happens next."""
    comments = threads.sent_with(sent)
    return render_template("comments/receipt.html", sent=sent, comments=comments, sections=sections_for(comments), next=_next(sent, comments),
                           notes=notes, round_address=_round(sent))


@bp.get("/receipts/<number>/copy")
@access(Action.OWN, on=("number", _submission))
def copy(sent: Submission) -> Response:
    """What was sent, as plain text to keep."""
    comments = threads.sent_with(sent)
    text = render_template("comments/receipt.txt", sent=sent, comments=comments, sections=sections_for(comments), next=_next(sent, comments), notes=notes,
                           round_address=_round(sent))
    return _download(Response(text, content_type="text/plain; charset=utf-8"), f"receipt-{sent.receipt}.txt")


@bp.get("/receipts/<number>/pdf")
@access(Action.OWN, on=("number", _submission))
def pdf(sent: Submission) -> Response:
    """What was sent, as a PDF to print and to file."""
    comments = threads.sent_with(sent)
    sections = sections_for(comments)
    lines = [_(N_("%(round)s on version %(label)s of “%(title)s”"), round=_(N_("Round %(number)s"), number=sent.round.number), label=sent.round.version.label,
               title=sent.round.version.title), _(N_("Received: %(when)s"), when=when(sent.at))]
    words = {"language": chosen().code, "title": _(N_("Receipt %(number)s"), number=sent.receipt), "lines": lines, "next_title": _(N_("What happens next")),
             "next": _next(sent, comments), "round": _(N_("Where the round stands: %(address)s"), address=_round(sent)),
             "sent_title": _(N_("What you sent")), "comments": [_one(comment, sections) for comment in comments],
             "interest_title": _(N_("Your interest in the matter")), "interest": sent.sending.interest if sent.sending else ""}
    return _download(Response(exports.receipt_pdf(words, sent.at), content_type="application/pdf"), f"receipt-{sent.receipt}.pdf")


def _download(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _next(sent: Submission, comments: list[Comment]) -> list[str]:
    """What happens next, with dates."""
    paper, late, closes = comments[0].channel == Channel.PAPER, comments[0].late, until(sent.round.closes_at)
    if comments[0].admitted_reason:
        first = _(N_("The round closed on %(when)s. Your comments came by a late link and are answered like the others: %(reason)s"), when=closes,
                  reason=comments[0].admitted_reason)
    elif late:
        first = _(N_("The round closed on %(when)s. Your comments are marked as late: they go to the next round, unless an editor admits them with a reason."), when=closes)
    elif paper:
        first = _(N_("The round is open until %(deadline)s. Whoever sent it can write to the secretariat to correct it until then."), deadline=closes)
    else:
        first = _(N_("You can replace or withdraw each comment until %(deadline)s. The former words stay in the record."), deadline=closes)
    answered = _(N_("Answers are written after the close. No day has been set for the answers; every comment is answered before the next version is published."))
    published = _(N_("All answers of the round are published together.")) if paper else _(N_("All answers of the round are published together, and you get a mail with yours."))
    reaction = _(N_("Only people with an account can say here whether an answer satisfies them. Whoever sent the comment on paper or by e-mail can write to the secretariat, "
                    "or comment again in the next round."))
    return [first, answered, _(N_("The secretariat answers every comment. Two editors see each answer.")), published, *([reaction] if paper else []),
            _(N_("The next version shows each change with the comments behind it."))]


def _round(sent: Submission) -> str:
    return public(url_for("rounds.show", number=sent.round.number))


def notes(comment: Comment) -> list[str]:
    """What became of the words since they were sent; a withdrawn comment has no words any more that stand somewhere."""
    if comment.hidden_at:
        return [_(N_("This comment was hidden by the moderators on %(day)s: %(reason)s"), day=day(comment.hidden_at), reason=comment.hidden_reason)]
    if comment.withdrawn_at:
        return [_(N_("Withdrawn by its author on %(day)s."), day=day(comment.withdrawn_at))]
    if comment.former:
        address = public(url_for("comments.show", public_id=comment.public_id))
        return [_(N_("Replaced by its author on %(day)s: the words now stand at %(address)s"), day=day(comment.former[-1].until), address=address)]
    return []


def _one(comment: Comment, sections: dict[tuple[int, str], Section]) -> dict[str, Any]:
    """One comment as the PDF has it: headed words, each with its language."""
    text, own, said = comment.version.document.language, comment.language, threads.as_sent(comment)
    parts = [(_(N_("The words commented on")), said.quoted if isinstance(said, Comment) else said.quote, text),
             (_(N_("The comment")), said.body, own), (_(N_("Proposed wording")), said.proposed, text),
             (_(N_("Reason")), said.reason, own), (_(N_("Files")), "\n".join(f"{one.name} (SHA-256 {one.file.digest})" for one in comment.attachments), "en")]
    section = sections.get((comment.version_id, comment.section_uid or ""))
    return {"title": f"{comment.public_id} · {section_name(section)}", "line": f"{speaker(comment)} · {named(said.kind)}",
            "parts": [part for part in parts if part[1]], "notes": notes(comment), "address": public(url_for("comments.show", public_id=comment.public_id))}

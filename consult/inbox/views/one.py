"""One comment at the desk: its words, who looks after it, the notes about it, and the way to the next."""
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from consult.comments.models import Comment
from consult.comments.queries import answers, threads
from consult.comments.views.read import sections_for
from consult.i18n import N_
from consult.inbox import actions
from consult.inbox.forms import NoteForm
from consult.inbox.queries import counted, kept, lists
from consult.inbox.queries import left as leaving
from consult.inbox.rules import Choice
from consult.inbox.views.blueprint import asked, bp, chosen, every_round, here, key, round_of
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.similar.forms import JoinForm
from consult.similar.queries import groups
from consult.web.access import access, actor
from consult.web.answer import answer

THE_COMMENT = ("public_id", lambda public_id: threads.by_public_id(public_id.upper()))


def _choice_at(comment: Comment) -> Choice:
    """The choice in the address; without a round that of the comment."""
    choice = chosen()
    return choice if choice.round else Choice.read(choice.known | {"round": str((answers.answered_in(comment) or comment.round).number)})


def _shown(comment: Comment, form: NoteForm) -> str:
    choice = _choice_at(comment)
    round_ = round_of(choice, every_round())
    before, after = lists.beside(asked(choice, round_), comment.id) if round_ else (None, None)
    row = lists.rows([comment], actor())[0]
    place = groups.place_of(comment) if allowed(actor(), Action.SIMILAR_JOIN, comment) else None
    return render_template("inbox/show.html", comment=comment, row=row, form=form, notes=kept.notes(comment), sections=sections_for([comment]), choice=choice,
                           before=before, after=after, editors=counted.editors(), similar=groups.group_of([comment.id]).get(comment.id),
                           group_no=place.stands.group_no if place else 0, joining=JoinForm(formdata=None), doing=choice.known | {"at": comment.public_id},
                           left=answers.left_to_another(comment), answerable=allowed(actor(), Action.COMMENTS_DISPOSE, comment) and answers.answered_in(comment) is not None)


@bp.get("/<public_id>")
@access(Action.DESK, on=THE_COMMENT)
def show(comment: Comment) -> str:
    """A comment with everything an editor needs to decide about it."""
    return _shown(comment, NoteForm())


@bp.post("/<public_id>/note")
@access(Action.INBOX_ADD_NOTE, on=THE_COMMENT)
def add_note(comment: Comment) -> Any:
    """Note something for the other editors."""
    form = NoteForm()
    return answer(form, lambda: _shown(comment, form), lambda: actions.add_note(actor(), comment, form.body.data),
                  lambda _note: url_for("inbox.show", public_id=comment.public_id, **chosen().known, _anchor="notes"))


@bp.get("/next")
@access(Action.DESK)
def following() -> Any:
    """The next comment of the list, after the key in the address; where none follows, its first."""
    choice = chosen()
    round_ = round_of(choice, every_round())
    found = lists.next_after(asked(choice, round_), key("after")) if round_ else None
    if found is None and round_ and not choice.narrowed:
        waits = leaving.shown(leaving.left_to(round_), choice.stages)
        found = next((one.public_id for one in answers.deferred(round_) if one.id in waits and one.id != key("after")), None)
    if found is None:
        flash(_(N_("Nothing waits here any more.")), "success")
        return redirect(here(choice))
    return redirect(url_for("inbox.show", public_id=found, **choice.known))

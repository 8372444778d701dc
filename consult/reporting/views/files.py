"""The report of a round as a file: PDF in the reader's language, JSON as it was frozen, its figures as a table."""
from typing import Any

from flask import Response, abort, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult import clock
from consult.comments.views.blueprint import speaker
from consult.exports.catalogue import EXPORTS
from consult.exports.formats import FORMATS
from consult.i18n import N_
from consult.reporting.exports import prose, report_pdf
from consult.reporting.rules import content
from consult.reporting.views.blueprint import TABLES, code_name, day_of, instant_of
from consult.reporting.views.page import Report, report_of
from consult.rounds.models import Round
from consult.web.downloads import POLICY
from consult.web.locale import chosen, day, party_name, until, when
from consult.web.paths import public

Block = dict[str, Any]
ADD_UP = N_("How the comments add up: %(disposed)s answered + %(undisposed)s not answered yet + %(withdrawn)s withdrawn by the author + "
            "%(hidden)s hidden by the moderators = %(total)s.")


def download(round_: Round, format: str) -> Response:
    """The report in a format; the JSON of a frozen report is the text that its hash is taken over, to the byte."""
    report = report_of(round_)
    if format == "json":
        return _file(round_, format, report.frozen.content if report.frozen else content(report.told), "application/json")
    if format == "pdf":
        return _file(round_, format, report_pdf(_words(round_, report), report.frozen.at if report.frozen else clock.now()), "application/pdf")
    if format not in FORMATS:
        abort(404)
    table, written = EXPORTS["report"], FORMATS[format]
    return _file(round_, format, written.write(table.columns, table.rows(report.told)), written.media_type)


def _file(round_: Round, format: str, body: bytes | str, media_type: str) -> Response:
    response = Response(body, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename=report-{round_.number}.{format}"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _words(round_: Round, report: Report) -> dict[str, Any]:
    """The report as the PDF has it: headings, words, lists and tables in the reader's language."""
    title = _(N_("Report of round %(number)s"), number=round_.number)
    foot = [title, public(url_for("rounds.report", number=round_.number)), *([f"SHA-256 {report.frozen.digest}"] if report.frozen else [])]
    blocks = [*_beginning(report), *_themes(report), *_changes(report), *_unchanged(report), *_satisfaction(report), *_tables(report), *_next(report), *_checking(report)]
    return {"language": chosen().code, "title": title, "foot": foot[0] + (f" · {foot[1]}"), "blocks": blocks}


def _heading(words: str, level: int = 2) -> Block:
    return {"kind": "heading", "level": level, "text": words}


def _text(words: str, language: str = "") -> Block:
    return {"kind": "text", "text": words, "language": language or chosen().code}


def _prose(words: str | None) -> list[Block]:
    """What was written in Markdown, with its lists."""
    return [_text(items[0]) if kind == "text" else {"kind": kind, "items": items} for kind, items in prose(words or "")]


def _beginning(report: Report) -> list[Block]:
    told, counts = report.told, report.told["counts"]
    facts = told["round"]
    found = [_text(_(N_("What we heard, what changed, what did not and why.")) + f" {facts['title']} {facts['label']}.")]
    found += [_text(_(N_("Open from %(first)s to %(last)s."), first=when(instant_of(facts["opens"])), last=until(instant_of(facts["closes"]))))]
    if report.frozen:
        found += [_text(_(N_("This report is final: it was frozen on %(when)s, when the round was completed."), when=when(report.frozen.at)))]
    else:
        found += [_text(_(N_("This report is not final yet. The figures are counted from the comments at this moment; when the round is completed the report is frozen.")))]
    found += _prose(told["report"])
    return [*found, _heading(_(N_("The round in figures"))), _text(_(ADD_UP, **counts))]


def _named(report: Report, comments: list[list[str]], total: int, codes: bool = True) -> str:
    """Comments in one line: number, who speaks, what was answered."""
    found = []
    for public_id, more in comments:
        comment = report.people.get(public_id)
        found.append(" ".join(filter(None, (public_id, speaker(comment) if comment else "", f"({code_name(more)})" if codes and more else ""))))
    if total > len(comments):
        found.append(ngettext("and %(num)s more", "and %(num)s more", total - len(comments)))
    return "; ".join(found)


def _themes(report: Report) -> list[Block]:
    found = [_heading(_(N_("What we heard")))]
    for one in report.told["themes"]:
        found += [_heading(one["title"], 3), *_prose(one["words"])]
        if one["comments"]:
            found.append({"kind": "small", "text": ngettext("%(num)s comment speaks to it:", "%(num)s comments speak to it:", one["total"]) + " " + ", ".join(one["comments"])})
    return found if len(found) > 1 else []


def _changes(report: Report) -> list[Block]:
    found = [_heading(_(N_("What changed, and for which comments")))]
    for one in report.told["changes"]:
        found += [_heading(f"{one['section'] or _(N_('A new section'))} ({one['from']} → {one['to']})", 3), _text(_named(report, one["comments"], one["total"]))]
    if report.successor and report.editorial:
        found += [_heading(_(N_("Editorial changes in %(label)s"), label=report.successor.label), 3), {"kind": "list", "items": [
            f"{one.section.number} {one.section.heading}: {one.reason.reason if one.reason else _(N_('No reason has been given yet.'))}".strip() for one in report.editorial]}]
    if not report.successor and report.told["changes"]:
        found.append(_text(_(N_("The words of the changes can be read as soon as the next version is published."))))
    return found if len(found) > 1 else [*found, _text(_(N_("No section was changed for a comment of this round.")))]


def _unchanged(report: Report) -> list[Block]:
    found = [_heading(_(N_("What did not change, and why")))]
    for kind in report.answers("accepted_in_part", "not_accepted", "noted", "duplicate", "deferred", "out_of_scope"):
        found.append(_heading(f"{code_name(kind['code'])} ({kind['total']})", 3))
        for one in kind["reasons"]:
            found += [_text(one["reason"] or "–", one["language"]), {"kind": "small", "text": _named(report, one["comments"], one["total"], codes=False)}]
        if kind["others"]:
            found.append(_text(ngettext("%(num)s more comment got an answer with a reason of its own.", "%(num)s more comments got answers with other reasons.", kind["others"])))
    return found if len(found) > 1 else []


def _satisfaction(report: Report) -> list[Block]:
    said = report.told["reactions"]
    if not said["comments"]:
        return []
    return [_heading(_(N_("Authors who are not satisfied"))), _text(_named(report, said["comments"], len(said["comments"])))]


def _tables(report: Report) -> list[Block]:
    tables: list[Block] = []
    for table in report.tables(*TABLES):
        if table["rows"]:
            rows = [*([row["name"], str(row["number"])] for row in table["rows"]), [_(N_("Total")), str(table["total"])]]
            title, head = table["title"], table["head"]
            tables.append({"kind": "table", "title": _(title), "head": [_(head), _(N_("Comments"))], "rows": rows})
    joint = [f"{party_name(one['party'])}: {ngettext('%(num)s comment', '%(num)s comments', one['comments'])}" for one in report.told["joint"]]
    return [_heading(_(N_("Who spoke, about what, and what was answered"))), *tables,
            *([_heading(_(N_("Joint submissions")), 3), {"kind": "list", "items": joint}] if joint else [])]


def _next(report: Report) -> list[Block]:
    steps = [f"{day(day_of(one['day']))}: {one['words']}" for one in report.told["steps"]]
    return [_heading(_(N_("What happens next"))), {"kind": "list", "items": steps}] if steps else []


def _checking(report: Report) -> list[Block]:
    if report.frozen is None:
        return []
    return [_heading(_(N_("How to check this report"))), _text(_(N_(
        "The same hash stands in the journal, in the entry that completed the round; whoever changes one character of the report changes the hash."))),
        _text(f"SHA-256 {report.frozen.digest}")]

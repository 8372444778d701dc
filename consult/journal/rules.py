"""What the journal can say: the facts each kind carries, which kinds the public reads, and the hash of an entry."""
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consult.i18n import N_

#: Kind -> the facts it carries. Facts are data (codes, labels, numbers), never sentences and never a person's address or name.
KINDS: dict[str, frozenset[str]] = {kind: frozenset(facts.split()) for kind, facts in {
    "accounts.sign_up": "", "accounts.confirm": "", "accounts.sign_in": "", "accounts.sign_out": "", "accounts.end_session": "",
    "accounts.ask_reset": "", "accounts.reset_password": "", "accounts.change_password": "", "accounts.ask_address": "", "accounts.change_address": "",
    "accounts.change_profile": "fields", "accounts.close": "", "accounts.grant_role": "role party", "accounts.end_role": "role party",
    "accounts.suspend": "reason", "accounts.reinstate": "reason",
    "organisations.register": "name kind party", "organisations.verify": "name", "organisations.ask": "name", "organisations.admit": "name", "organisations.leave": "name",
    "organisations.invite": "name", "organisations.withdraw_invitation": "name", "organisations.accept": "name", "organisations.name_lead": "name",
    "organisations.step_down": "name", "teams.support": "comment organisation", "teams.end_support": "comment organisation",
    "moderation.report": "comment", "moderation.dismiss": "comment", "moderation.appeal": "comment", "moderation.uphold": "comment reason",
    "moderation.restore": "comment reason",
    "parties.admit": "party kind seat", "parties.rename": "party since names reason", "parties.give_seat": "party reason", "parties.take_seat": "party reason",
    "settings.change": "setting before after reason",
    "organisations.correct_name": "before name reason", "organisations.merge": "merged name reason moved",
    "documents.create": "slug title", "documents.start": "label base sections", "documents.edit_section": "label section number",
    "documents.add_section": "label section number", "documents.remove_section": "label section number", "documents.move_section": "label section number",
    "documents.correct_concordance": "label old new", "documents.confirm_concordance": "label links", "documents.reset_concordance": "label links",
    "documents.publish": "label digest sections change_class note places", "documents.discard": "label",
    "documents.withdraw": "label reason",
    "workbench.apply": "label section number comment", "workbench.undo": "label section number", "workbench.restore": "label section number",
    "translating.hand_in": "label section language", "translating.review": "label section language", "translating.take_over": "label language sections finished",
    "rounds.plan": "round label opens closes", "rounds.schedule": "round label opens closes short_reason",
    "rounds.extend": "round former closes reason", "rounds.cancel": "round reason",
    "rounds.begin_disposition": "round comments", "rounds.write_report": "round", "rounds.complete": "round counts report",
    "rounds.revise": "round label opens closes", "rounds.amend": "round label opens closes former_opens former",
    "reporting.add_theme": "round theme comments", "reporting.write_theme": "round theme comments", "reporting.move_theme": "round theme",
    "reporting.drop_theme": "round theme", "reporting.add_step": "round day", "reporting.drop_step": "round day",
    "reporting.explain": "label sections", "reporting.explain_late": "label sections",
    "comments.submit": "comment receipt round section", "comments.replace": "comment", "comments.withdraw": "comment",
    "comments.reply": "comment", "comments.hide": "comment reason", "comments.hide_reply": "comment reason", "comments.admit_late": "comment reason",
    "comments.give_late_link": "link round reason expires", "comments.withdraw_late_link": "link round", "comments.enter_paper": "comment receipt round section original",
    "comments.dispose": "comment code answer", "comments.approve": "comment code answer", "comments.publish": "comment code answer changes",
    "answering.ask_review": "comment answer", "answering.send_back": "comment answer", "answering.translate": "comment answer language",
    "answering.react": "comment answer feeling",
    "comments.confirm_place": "comment label section status",
    "coordination.gather": "round party", "coordination.ask": "round party organisation", "coordination.contribute": "round party organisation section",
    "coordination.take_back": "round party organisation", "coordination.write": "round party item contributions", "coordination.drop": "round party item",
    "coordination.set_aside": "round party organisation aside", "coordination.restore": "round party organisation",
    "coordination.start_check": "round party check ends", "coordination.reopen": "round party check", "coordination.answer": "round party organisation check",
    "coordination.send": "round party receipt items contributions", "coordination.hide": "round party organisation reason",
    "coordination.declare": "round organisation section", "coordination.revoke": "round organisation section",
    "similar.separate": "comment round", "similar.put_back": "comment round", "similar.join": "comment other round", "similar.part": "group round",
    "workgroup.record_mandate": "party role starts ends evidence", "workgroup.verify_mandate": "party role", "workgroup.end_mandate": "party role ends reason",
    "ballots.prepare": "ballot label digest kind", "ballots.open": "ballot label digest opens closes seats rule", "ballots.extend": "ballot former closes reason",
    "ballots.withdraw": "ballot reason", "ballots.cast": "ballot party receipt", "ballots.enter": "ballot party receipt evidence",
    "ballots.close_early": "ballot former closes", "ballots.certify": "ballot carried counts",
    "adoption.record": "act party type label evidence", "adoption.verify": "act party type",
}.items()}

#: Verbs that leave no entry, and why.
UNTOLD = {
    "comments.save_draft": "a draft is private to its author until it is sent",
    "comments.attach": "a draft is private to its author until it is sent, its files with it",
    "comments.detach": "a draft is private to its author until it is sent, its files with it",
    "comments.claim_late_link": "it only says whose the link is; what is sent with it is told by comments.submit and comments.admit_late",
    "comments.discard_draft": "a draft is private to its author until it is sent",
    "teams.share": "a draft is private to the organisation until it is sent", "teams.take_back": "a draft is private to the organisation until it is sent",
    "teams.edit": "a draft is private to the organisation until it is sent", "teams.discard": "a draft is private to the organisation until it is sent",
    "teams.send": "each of the comments that are sent tells of itself: comments.submit",
    "moderation.correct": "the corrected words are a draft, private to its author until it is sent",
    "reading.mark_read": "what a person has read concerns nobody else",
    "reading.forget": "what a person has read concerns nobody else",
    "offline.take_in": "the rows become drafts, which are private to their author until they are sent",
    "importing.take_in": "a text that waits is private to its editor until documents.start, which tells of it",
    "importing.correct": "a text that waits is private to its editor until documents.start, which tells of it",
    "importing.split": "a text that waits is private to its editor until documents.start, which tells of it",
    "importing.split_suggested": "a text that waits is private to its editor until documents.start, which tells of it",
    "importing.step_back": "a text that waits is private to its editor until documents.start, which tells of it",
    "importing.discard": "a text that waits is private to its editor until documents.start, which tells of it",
    "workbench.tick": "it is private to the editors until the answer names the change: comments.publish",
    "workbench.keep": "words not saved yet are private to their editor until documents.edit_section, which tells of them",
    "workbench.discard": "words not saved yet are private to their editor until documents.edit_section, which tells of them",
    "answering.save_text": "a saved text is a tool of the editors; it is told as the answer that it becomes",
    "answering.drop_text": "a saved text is a tool of the editors; it is told as the answer that it becomes",
    "translating.save_draft": "a draft is private to the editors until translating.hand_in, which tells of it",
    "translating.take_in": "a file that waits is private to its editor until translating.take_over, which tells of it",
    "translating.set_aside": "a file that waits is private to its editor until translating.take_over, which tells of it",
    "inbox.assign": "it divides the work among the editors; what comes of it is told by comments.dispose",
    "inbox.mark_read": "what an editor has read concerns nobody else", "inbox.mark_unread": "what an editor has read concerns nobody else",
    "inbox.add_note": "a note is for the editors only; what comes of it is told by comments.dispose",
    "inbox.keep_choice": "which lists an editor looks at concerns nobody else", "inbox.forget_choice": "which lists an editor looks at concerns nobody else",
    "reporting.freeze": "it is a part of rounds.complete, whose entry carries the hash",
    "comments.carry": "it is a part of documents.publish, whose entry counts the places",
    "notices.choose": "when a person reads mail is nobody else's business",
    "notices.stop": "when a person reads mail is nobody else's business",
    "notices.start": "when a person reads mail is nobody else's business",
    "notices.retry": "it tells again what has been told, and changes nothing of the procedure",
}
#: Kinds that stay out of the public history: they concern one person only, or would show work before it is public.
PRIVATE = frozenset({kind for kind in KINDS if kind.startswith("accounts.")} - {"accounts.grant_role", "accounts.end_role"}) | {
    "organisations.ask", "organisations.admit", "organisations.leave", "organisations.invite", "organisations.withdraw_invitation", "organisations.accept",
    "organisations.name_lead", "organisations.step_down", "moderation.report", "moderation.dismiss",
    "documents.start", "documents.edit_section", "documents.add_section", "documents.remove_section", "documents.move_section",
    "workbench.apply", "workbench.undo", "workbench.restore", "documents.correct_concordance", "documents.confirm_concordance", "documents.reset_concordance", "documents.discard",
    "comments.dispose", "comments.approve", "rounds.plan",
    "answering.ask_review", "answering.send_back", "answering.translate", "rounds.revise",
    "reporting.add_theme", "reporting.write_theme", "reporting.move_theme", "reporting.drop_theme", "reporting.add_step", "reporting.drop_step", "reporting.explain",
    "coordination.contribute", "coordination.take_back", "coordination.write", "coordination.drop", "coordination.set_aside", "coordination.restore",
    "coordination.answer", "similar.separate", "similar.put_back", "similar.join", "similar.part",
    "ballots.prepare", "ballots.cast", "ballots.enter", "workgroup.record_mandate", "adoption.record",
}
#: Done by authors, who may withhold their name: the public history does not say who.
AUTHORED = frozenset({
    "answering.react", "coordination.declare", "coordination.revoke", "moderation.appeal", "comments.submit", "comments.replace", "comments.withdraw", "comments.reply",
})
#: The entry before the first.
GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """The one JSON text of a value that hashes are taken over: sorted keys, no spaces, UTF-8 letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_digest(seq: int, at: datetime, kind: str, actor_id: int | None, subject: tuple[str, str], facts: Mapping[str, Any], previous: str,
                 salt: str = "") -> str:
    """SHA-256 over the canonical JSON of an entry, the digest of the entry before and the salt included (X2); entries older than salts have none."""
    entry = {"seq": seq, "at": at.isoformat(timespec="milliseconds"), "kind": kind, "actor": actor_id, "subject": list(subject), "facts": facts, "previous": previous}
    return hashlib.sha256(canonical(entry | ({"salt": salt} if salt else {})).encode()).hexdigest()

#: How the public history says each kind, in the reader's language; the facts fill the places.
SENTENCES: dict[str, str] = {
    "accounts.grant_role": N_("A person was given the role: %(role)s."),
    "accounts.end_role": N_("A person gave up or lost the role: %(role)s."),
    "organisations.register": N_("The organisation %(name)s was registered."),
    "organisations.verify": N_("The secretariat confirmed the organisation %(name)s."),
    "teams.support": N_("%(organisation)s supports comment %(comment)s."),
    "teams.end_support": N_("%(organisation)s does not support comment %(comment)s any more."),
    "moderation.appeal": N_("The author asked for a second look at the hiding of comment %(comment)s, or of a reply to it."),
    "moderation.uphold": N_("A second person looked at the hiding of comment %(comment)s, or of a reply to it; it stays: %(reason)s"),
    "moderation.restore": N_("Comment %(comment)s, or a reply to it, is shown again after an appeal: %(reason)s"),
    "parties.admit": N_("%(party)s was admitted."),
    "parties.rename": N_("A name of %(party)s was entered that counts from %(since)s on: %(reason)s"),
    "parties.give_seat": N_("%(party)s was given a seat: %(reason)s"),
    "parties.take_seat": N_("%(party)s has a seat no longer: %(reason)s"),
    "settings.change": N_("The setting “%(setting)s” was decided anew: %(reason)s"),
    "organisations.correct_name": N_("The name of the organisation %(before)s was corrected to %(name)s: %(reason)s"),
    "organisations.merge": N_("The organisations %(merged)s and %(name)s are the same body; it goes on as %(name)s: %(reason)s"),
    "documents.create": N_("The document “%(title)s” was created."),
    "documents.publish": N_("Version %(label)s was published with %(sections)s sections: %(note)s"),
    "documents.withdraw": N_("Version %(label)s was withdrawn: %(reason)s"),
    "translating.hand_in": N_("The section at “%(section)s” of version %(label)s was translated into another language (%(language)s), unofficially."),
    "translating.review": N_("A second person reviewed the unofficial translation of the section at “%(section)s” of version %(label)s (%(language)s)."),
    "translating.take_over": N_("Unofficial translations of %(sections)s sections of version %(label)s were taken from a file (%(language)s)."),
    "rounds.schedule": N_("Round %(round)s on version %(label)s was announced, from %(opens)s to %(closes)s."),
    "rounds.extend": N_("Round %(round)s was extended to %(closes)s: %(reason)s"),
    "rounds.cancel": N_("Round %(round)s was cancelled: %(reason)s"),
    "rounds.begin_disposition": N_("The answering of round %(round)s began; it had %(comments)s comments."),
    "rounds.write_report": N_("The report of round %(round)s was written."),
    "rounds.complete": N_("Round %(round)s was completed: every comment has its answer."),
    "rounds.amend": N_("Round %(round)s was changed before it opened: it is open from %(opens)s to %(closes)s."),
    "reporting.explain_late": N_("The reason of %(sections)s editorial changes in version %(label)s was given after its publication."),
    "comments.submit": N_("Comment %(comment)s was received."),
    "comments.replace": N_("The author replaced comment %(comment)s; the former words are kept."),
    "comments.withdraw": N_("The author withdrew comment %(comment)s."),
    "comments.reply": N_("Somebody replied to comment %(comment)s."),
    "comments.hide": N_("Comment %(comment)s was hidden: %(reason)s"),
    "comments.hide_reply": N_("A reply to comment %(comment)s was hidden: %(reason)s"),
    "comments.admit_late": N_("Comment %(comment)s, which came late, was admitted: %(reason)s"),
    "comments.give_late_link": N_("The secretariat gave a late link for round %(round)s, which works once, until %(expires)s: %(reason)s"),
    "comments.withdraw_late_link": N_("The secretariat took back a late link for round %(round)s that nobody had used."),
    "comments.enter_paper": N_("The secretariat entered comment %(comment)s, which had come on paper or by e-mail."),
    "comments.publish": N_("Comment %(comment)s was answered: %(code)s."),
    "answering.react": N_("About the answer to comment %(comment)s its author said: %(feeling)s."),
    "comments.confirm_place": N_("The secretariat made sure where comment %(comment)s stands in version %(label)s."),
    "coordination.gather": N_("The national coordinator of %(party)s began to gather contributions for round %(round)s."),
    "coordination.ask": N_("The national coordinator of %(party)s asked %(organisation)s to contribute to round %(round)s."),
    "coordination.start_check": N_("The organisations of %(party)s check the joint submission for round %(round)s, until %(ends)s."),
    "coordination.reopen": N_("The national coordinator of %(party)s broke check %(check)s of the joint submission for round %(round)s off to change its text."),
    "coordination.send": N_("The joint submission of %(party)s for round %(round)s was sent with %(items)s items, made of %(contributions)s contributions."),
    "coordination.hide": N_("A contribution of %(organisation)s to the joint submission of %(party)s was hidden: %(reason)s"),
    "coordination.declare": N_("%(organisation)s declared that it has no comment in round %(round)s."),
    "coordination.revoke": N_("%(organisation)s took back that it has no comment in round %(round)s."),
    "workgroup.verify_mandate": N_("A mandate of %(party)s was verified: %(role)s."),
    "workgroup.end_mandate": N_("A mandate of %(party)s ended: %(role)s."),
    "ballots.open": N_("Ballot %(ballot)s on version %(label)s was opened to %(seats)s seats, from %(opens)s to %(closes)s."),
    "ballots.extend": N_("Ballot %(ballot)s was extended to %(closes)s: %(reason)s"),
    "ballots.withdraw": N_("Ballot %(ballot)s was withdrawn: %(reason)s"),
    "ballots.close_early": N_("Every seat had answered: ballot %(ballot)s was closed at %(closes)s."),
    "ballots.certify": N_("The result of ballot %(ballot)s was certified."),
    "adoption.record": N_("Act %(act)s of %(party)s was recorded: %(type)s."),
    "adoption.verify": N_("Act %(act)s of %(party)s was verified by a second person: %(type)s."),
}
#: Said of an entry that is not public: only its place in the chain shows.
PRIVATE_SENTENCE = N_("An entry that is not public: it concerns one person, or work that is not public yet.")

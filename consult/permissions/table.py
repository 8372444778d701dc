"""WHO MAY DO WHAT: the one table. Each action has alternatives; an alternative is a list of conditions that must all hold."""
from typing import Any

from consult.errors import NotAllowed
from consult.i18n import N_
from consult.permissions import conditions as c
from consult.permissions import on_answers, on_comments, on_coordination, on_factors, on_seats, on_submissions, on_texts, on_translations, rows_of_events, rows_of_meetings
from consult.permissions import on_moderation as m
from consult.permissions import on_teams as t
from consult.permissions.words import Action

A = Action
TABLE: dict[Action, list[list[c.Condition]]] = {
    A.READ: [[c.anyone]],
    A.OWN: [[c.signed_in]],
    A.DESK: [[c.editor]],
    A.MODERATION: [[c.moderator], [c.editor]],
    A.HIDDEN: [[c.moderator], [c.editor], [on_comments.author, on_comments.speaks_still], [on_comments.leads_author]],
    A.COORDINATING: [[on_coordination.coordinates]],
    A.ADMINISTRATION: [[c.administrator]],
    A.MANDATE: [[c.editor], [c.administrator], [c.owner]],
    A.PICTURE: [[on_texts.picture_public], [c.editor]],
    A.FILE: [[on_submissions.file_public], [c.editor, on_submissions.file_sent], [c.moderator, on_submissions.file_sent],
             [on_submissions.file_author, on_submissions.file_speaks_still], [on_submissions.file_colleague]],
    A.EVIDENCE: [[on_seats.evidence_public], [c.editor], [c.administrator], [on_seats.evidence_holder]],

    A.ACCOUNTS_SIGN_UP: [[c.visitor], [c.system]],
    A.ACCOUNTS_CONFIRM: [[c.anyone]],
    A.ACCOUNTS_SIGN_IN: [[c.anyone]],
    A.ACCOUNTS_SIGN_OUT: [[c.signed_in]],
    A.ACCOUNTS_END_SESSION: [[c.owner], [c.administrator]],
    A.ACCOUNTS_ASK_RESET: [[c.anyone]],
    A.ACCOUNTS_RESET_PASSWORD: [[c.anyone]],
    A.ACCOUNTS_CHANGE_PASSWORD: [[c.themselves]],
    A.ACCOUNTS_ASK_ADDRESS: [[c.themselves]],
    A.ACCOUNTS_CHANGE_ADDRESS: [[c.anyone]],
    A.ACCOUNTS_CHANGE_PROFILE: [[c.themselves]],
    A.ACCOUNTS_CLOSE: [[c.themselves]],
    A.ACCOUNTS_GRANT_ROLE: [[c.administrator, c.not_themselves], [c.system]],
    A.ACCOUNTS_END_ROLE: [[c.administrator, c.not_themselves]],
    A.ACCOUNTS_SUSPEND: [[c.administrator, c.not_themselves]],
    A.ACCOUNTS_REINSTATE: [[c.administrator, c.not_themselves]],

    A.FACTORS_ADD_PASSKEY: [[c.themselves]],
    A.FACTORS_REMOVE_PASSKEY: [[c.owner]],
    A.FACTORS_ADD_APP: [[c.themselves]],
    A.FACTORS_REMOVE_APP: [[c.themselves]],
    A.FACTORS_RENEW_RECOVERY: [[c.themselves]],
    A.FACTORS_USE_RECOVERY: [[c.anyone]],
    A.FACTORS_ASK_RESET: [[c.administrator, c.not_themselves]],
    A.FACTORS_RESET: [[c.administrator, on_factors.not_asker, on_factors.about_another, on_factors.reset_waits]],
    A.FACTORS_DECLINE_RESET: [[c.administrator, on_factors.reset_waits]],

    A.ORGANISATIONS_REGISTER: [[c.signed_in]],
    A.ORGANISATIONS_VERIFY: [[c.administrator], [c.editor]],
    A.ORGANISATIONS_ASK: [[c.signed_in]],
    A.ORGANISATIONS_ADMIT: [[c.lead], [c.administrator]],
    A.ORGANISATIONS_LEAVE: [[c.owner], [c.lead]],
    A.ORGANISATIONS_INVITE: [[t.lead_of]],
    A.ORGANISATIONS_WITHDRAW_INVITATION: [[t.lead_of]],
    A.ORGANISATIONS_ACCEPT: [[t.invited_address]],
    A.ORGANISATIONS_NAME_LEAD: [[c.lead, t.plain_member], [c.administrator, t.plain_member]],
    A.ORGANISATIONS_STEP_DOWN: [[t.own_lead]],
    A.ORGANISATIONS_CORRECT_NAME: [[c.administrator], [c.editor]],
    A.ORGANISATIONS_MERGE: [[c.administrator]],

    A.TEAM: [[t.colleague]],
    A.TEAMS_SHARE: [[t.colleague]],
    A.TEAMS_TAKE_BACK: [[t.colleague, t.began]],
    A.TEAMS_EDIT: [[t.colleague]],
    A.TEAMS_DISCARD: [[t.lead_of]],
    A.TEAMS_SEND: [[t.lead_of]],
    A.TEAMS_SUPPORT: [[t.leads_verified, on_comments.comment_stands]],
    A.TEAMS_END_SUPPORT: [[t.lead_of]],

    A.INBOX_ASSIGN: [[c.editor]],
    A.INBOX_MARK_READ: [[c.editor]],
    A.INBOX_MARK_UNREAD: [[c.editor]],
    A.INBOX_ADD_NOTE: [[c.editor]],
    A.INBOX_KEEP_CHOICE: [[c.editor]],
    A.INBOX_FORGET_CHOICE: [[c.editor, c.owner]],

    A.MODERATION_REPORT: [[c.signed_in, m.not_author, m.words_stand]],
    A.MODERATION_DISMISS: [[c.moderator, m.not_author], [c.editor, m.not_author]],
    A.MODERATION_CORRECT: [[on_comments.author, on_comments.speaks_still, m.comment_hidden, m.its_round_taking]],
    A.MODERATION_APPEAL: [[m.wrote, m.not_appealed]],
    A.MODERATION_UPHOLD: [[c.moderator, m.not_hider, m.appeal_waits], [c.editor, m.not_hider, m.appeal_waits]],
    A.MODERATION_RESTORE: [[c.moderator, m.not_hider, m.appeal_waits], [c.editor, m.not_hider, m.appeal_waits]],

    A.PARTIES_ADMIT: [[c.administrator], [c.system]],
    A.PARTIES_RENAME: [[c.administrator]],
    A.PARTIES_GIVE_SEAT: [[c.administrator, on_seats.party_without_seat]],
    A.PARTIES_TAKE_SEAT: [[c.administrator, on_seats.party_with_seat]],

    A.SETTINGS_CHANGE: [[c.administrator]],

    A.DOCUMENTS_CREATE: [[c.editor], [c.system]],
    A.DOCUMENTS_START: [[c.editor], [c.system]],
    A.DOCUMENTS_EDIT_SECTION: [[c.editor, on_texts.version_working]],
    A.DOCUMENTS_ADD_SECTION: [[c.editor, on_texts.version_working]],
    A.DOCUMENTS_REMOVE_SECTION: [[c.editor, on_texts.version_working]],
    A.DOCUMENTS_MOVE_SECTION: [[c.editor, on_texts.version_working]],
    A.DOCUMENTS_CORRECT_CONCORDANCE: [[c.editor, on_texts.version_working]],
    A.DOCUMENTS_CONFIRM_CONCORDANCE: [[c.editor, on_texts.version_working]],
    A.DOCUMENTS_RESET_CONCORDANCE: [[c.editor, on_texts.version_working]],
    A.DOCUMENTS_PUBLISH: [[c.editor, on_texts.version_working]],
    A.DOCUMENTS_DISCARD: [[c.editor, on_texts.version_working]],
    A.DOCUMENTS_WITHDRAW: [[c.editor, on_texts.version_published]],

    A.WORKBENCH_APPLY: [[c.editor, on_texts.version_working]],
    A.WORKBENCH_UNDO: [[c.editor, on_texts.version_working]],
    A.WORKBENCH_RESTORE: [[c.editor, on_texts.version_working]],
    A.WORKBENCH_TICK: [[c.editor, on_texts.version_working]],
    A.WORKBENCH_KEEP: [[c.editor, on_texts.version_working]],
    A.WORKBENCH_DISCARD: [[c.editor, c.owner]],

    A.READING_MARK_READ: [[c.signed_in, on_texts.version_published]],
    A.READING_FORGET: [[c.signed_in]],

    A.ROUNDS_PLAN: [[c.editor, on_texts.version_standing]],
    A.ROUNDS_SCHEDULE: [[c.editor, on_texts.round_draft]],
    A.ROUNDS_EXTEND: [[c.editor, on_texts.round_running]],
    A.ROUNDS_CANCEL: [[c.editor, on_texts.round_before_close]],
    A.ROUNDS_BEGIN_DISPOSITION: [[c.editor, on_texts.round_closed]],
    A.ROUNDS_WRITE_REPORT: [[c.editor, on_texts.round_answering]],
    A.ROUNDS_COMPLETE: [[c.editor, on_texts.round_answering]],
    A.ROUNDS_REVISE: [[c.editor, on_texts.round_draft]],
    A.ROUNDS_AMEND: [[c.editor, on_texts.round_announced]],

    A.REPORTING_ADD_THEME: [[c.editor, on_texts.round_answering]],
    A.REPORTING_WRITE_THEME: [[c.editor, on_texts.report_in_work]],
    A.REPORTING_MOVE_THEME: [[c.editor, on_texts.report_in_work]],
    A.REPORTING_DROP_THEME: [[c.editor, on_texts.report_in_work]],
    A.REPORTING_ADD_STEP: [[c.editor, on_texts.round_answering]],
    A.REPORTING_DROP_STEP: [[c.editor, on_texts.report_in_work]],
    A.REPORTING_FREEZE: [[c.editor, on_texts.round_answering]],
    A.REPORTING_EXPLAIN: [[c.editor, on_texts.version_working]],
    A.REPORTING_EXPLAIN_LATE: [[c.editor, on_texts.version_published]],

    A.COMMENTS_SAVE_DRAFT: [[c.signed_in, on_texts.invited, on_texts.round_taking], [c.signed_in, on_texts.invited, on_submissions.late_invited]],
    A.COMMENTS_DISCARD_DRAFT: [[c.owner, on_submissions.unshared]],
    A.COMMENTS_SUBMIT: [[c.signed_in, on_texts.invited, on_texts.round_taking], [c.signed_in, on_texts.invited, on_submissions.late_invited]],
    A.COMMENTS_REPLACE: [[on_comments.author, on_comments.speaks_still, on_comments.unanswered, on_comments.comment_round_open, on_coordination.not_joint],
                         [on_comments.leads_author, on_comments.unanswered, on_comments.comment_round_open, on_coordination.not_joint]],
    A.COMMENTS_WITHDRAW: [[on_comments.author, on_comments.speaks_still, on_comments.unanswered, on_comments.comment_round_open, on_coordination.not_joint],
                          [on_comments.leads_author, on_comments.unanswered, on_comments.comment_round_open, on_coordination.not_joint]],
    A.COMMENTS_REPLY: [[c.signed_in, on_comments.comment_stands]],
    A.COMMENTS_HIDE: [[c.moderator, on_comments.comment_stands], [c.editor, on_comments.comment_stands]],
    A.COMMENTS_HIDE_REPLY: [[c.moderator, on_comments.reply_stands], [c.editor, on_comments.reply_stands]],
    A.COMMENTS_ADMIT_LATE: [[c.editor, on_comments.comment_late, on_comments.unanswered]],
    A.COMMENTS_ATTACH: [[c.owner, on_submissions.unshared], [on_submissions.draft_colleague]],
    A.COMMENTS_DETACH: [[on_submissions.file_author, on_submissions.file_unsent], [on_submissions.file_colleague]],
    A.COMMENTS_GIVE_LATE_LINK: [[c.editor, on_submissions.round_receiving]],
    A.COMMENTS_WITHDRAW_LATE_LINK: [[c.editor, on_submissions.link_unused]],
    A.COMMENTS_CLAIM_LATE_LINK: [[c.signed_in, on_submissions.link_free]],
    A.COMMENTS_ENTER_PAPER: [[c.editor, on_submissions.round_receiving]],
    A.COMMENTS_DISPOSE: [[c.editor, on_comments.comment_stands]],
    A.COMMENTS_APPROVE: [[c.editor, on_comments.not_drafter, on_comments.answer_draft, on_answers.for_review]],
    A.COMMENTS_PUBLISH: [[c.editor, on_texts.round_answering]],
    A.ANSWERING_SAVE_TEXT: [[c.editor]],
    A.ANSWERING_DROP_TEXT: [[c.editor]],
    A.ANSWERING_ASK_REVIEW: [[c.editor, on_answers.drafter, on_comments.answer_draft, on_answers.not_for_review]],
    A.ANSWERING_SEND_BACK: [[c.editor, on_comments.not_drafter, on_comments.answer_draft, on_answers.for_review]],
    A.ANSWERING_TRANSLATE: [[c.editor, on_answers.latest_answer]],
    A.ANSWERING_REACT: [[on_answers.answered_author, on_answers.answer_counts], [on_answers.leads_answered, on_answers.answer_counts]],
    A.COMMENTS_CARRY: [[c.editor]],
    A.COMMENTS_CONFIRM_PLACE: [[c.editor]],

    A.COORDINATION_GATHER: [[on_coordination.coordinator, on_texts.invited, on_coordination.round_open]],
    A.COORDINATION_ASK: [[on_coordination.coordinates, on_coordination.unsent, on_coordination.round_open]],
    A.COORDINATION_CONTRIBUTE: [[on_coordination.of_the_party, on_coordination.collecting, on_coordination.round_open]],
    A.COORDINATION_TAKE_BACK: [[on_coordination.speaks, on_coordination.unsent]],
    A.COORDINATION_WRITE: [[on_coordination.coordinates, on_coordination.collecting]],
    A.COORDINATION_DROP: [[on_coordination.coordinates, on_coordination.collecting], [on_coordination.coordinates, on_coordination.unsent, on_coordination.item_empty]],
    A.COORDINATION_SET_ASIDE: [[on_coordination.coordinates, on_coordination.collecting]],
    A.COORDINATION_RESTORE: [[on_coordination.coordinates, on_coordination.collecting]],
    A.COORDINATION_START_CHECK: [[on_coordination.coordinates, on_coordination.collecting, on_coordination.sending_time]],
    A.COORDINATION_REOPEN: [[on_coordination.coordinates, on_coordination.checking]],
    A.COORDINATION_ANSWER: [[on_coordination.of_the_party, on_coordination.checking]],
    A.COORDINATION_SEND: [[on_coordination.coordinates, on_coordination.checking, on_coordination.sending_time]],
    A.COORDINATION_HIDE: [[c.moderator, on_coordination.contribution_public], [c.editor, on_coordination.contribution_public]],
    A.COORDINATION_DECLARE: [[on_coordination.leads, on_texts.invited, on_coordination.round_open]],
    A.COORDINATION_REVOKE: [[c.lead, on_coordination.declaration_stands, on_coordination.round_open]],

    A.SIMILAR_SEPARATE: [[c.editor]],
    A.SIMILAR_PUT_BACK: [[c.editor]],
    A.SIMILAR_JOIN: [[c.editor]],
    A.SIMILAR_PART: [[c.editor]],

    A.OFFLINE_TAKE_IN: [[c.signed_in, on_texts.invited, on_texts.round_taking]],

    A.TRANSLATING_SAVE_DRAFT: [[c.editor, on_texts.version_published]],
    A.TRANSLATING_HAND_IN: [[c.editor, on_texts.version_published]],
    A.TRANSLATING_REVIEW: [[c.editor, on_translations.not_translator, on_translations.translation_unreviewed]],
    A.TRANSLATING_TAKE_IN: [[c.editor, on_texts.version_published]],
    A.TRANSLATING_TAKE_OVER: [[c.editor, c.owner]],
    A.TRANSLATING_SET_ASIDE: [[c.editor, c.owner]],

    A.IMPORTING_TAKE_IN: [[c.editor]],
    A.IMPORTING_CORRECT: [[c.editor, c.owner]],
    A.IMPORTING_SPLIT: [[c.editor, c.owner]],
    A.IMPORTING_SPLIT_SUGGESTED: [[c.editor, c.owner]],
    A.IMPORTING_STEP_BACK: [[c.editor, c.owner]],
    A.IMPORTING_DISCARD: [[c.editor, c.owner]],

    A.WORKGROUP_RECORD_MANDATE: [[c.editor, on_seats.not_appointee], [c.administrator, on_seats.not_appointee]],
    A.WORKGROUP_VERIFY_MANDATE: [[c.editor, on_seats.not_holder, on_seats.not_recorder, on_seats.mandate_unverified],
                                [c.administrator, on_seats.not_holder, on_seats.not_recorder, on_seats.mandate_unverified]],
    A.WORKGROUP_END_MANDATE: [[c.editor, on_seats.mandate_running], [c.administrator, on_seats.mandate_running]],

    A.BALLOTS_PREPARE: [[c.editor, on_texts.text_published]],
    A.BALLOTS_OPEN: [[c.editor, on_seats.not_preparer, on_seats.ballot_draft], [c.administrator, on_seats.not_preparer, on_seats.ballot_draft]],
    A.BALLOTS_ANSWER_OBJECTION: [[c.editor, on_seats.ballot_draft]],
    A.BALLOTS_EXTEND: [[c.editor, on_seats.ballot_running]],
    A.BALLOTS_WITHDRAW: [[c.editor, on_seats.ballot_before_close]],
    A.BALLOTS_CAST: [[on_seats.mandated, on_seats.ballot_open]],
    A.BALLOTS_ENTER: [[c.editor, on_seats.ballot_open]],
    A.BALLOTS_CLOSE_EARLY: [[c.editor, on_seats.ballot_open]],
    A.BALLOTS_CERTIFY: [[c.editor, on_seats.not_preparer, on_seats.not_opener, on_seats.ballot_closed],
                                [c.administrator, on_seats.not_preparer, on_seats.not_opener, on_seats.ballot_closed]],

    A.NOTICES_CHOOSE: [[c.themselves]],
    A.NOTICES_STOP: [[c.anyone]],
    A.NOTICES_START: [[c.anyone]],
    A.NOTICES_RETRY: [[c.administrator]],

    **rows_of_events.ROWS,
    **rows_of_meetings.ROWS,

    A.ADOPTION_RECORD: [[c.editor], [c.administrator]],
    A.ADOPTION_VERIFY: [[c.editor, on_seats.not_recorder, on_seats.act_unverified, on_seats.act_not_returned],
                        [c.administrator, on_seats.not_recorder, on_seats.act_unverified, on_seats.act_not_returned]],
    A.ADOPTION_SEND_BACK: [[c.editor, on_seats.act_unverified, on_seats.act_not_returned], [c.administrator, on_seats.act_unverified, on_seats.act_not_returned]],
    A.ADOPTION_TRANSLATE: [[c.editor, on_seats.act_verified], [c.administrator, on_seats.act_verified]],
    A.ADOPTION_SET_REQUIRED: [[c.administrator]],
}


def why_not(actor: Any, action: Action, subject: Any = None) -> list[str]:
    """The names of the conditions that fail in the nearest alternative; empty when allowed."""
    nearest: list[str] | None = None
    if actor is not None and not getattr(actor, "is_active", True):
        actor = None  # who is suspended or has closed the account may what everybody may, also in a request that was under way
    for alternative in TABLE[action]:
        failing = []
        for condition in alternative:
            if not condition(actor, subject):
                failing.append(condition.__name__)
                if condition in ROLES:
                    failing.extend(["" for _ in alternative])
                    break
        if not failing:
            return []
        if nearest is None or len(failing) < len(nearest):
            nearest = failing
    return [name for name in nearest or [] if name]


#: Conditions on the person; where one fails the rest of the alternative is not asked.
ROLES = frozenset({c.administrator, c.editor, c.moderator, c.system, c.signed_in, c.visitor, on_seats.mandated, on_comments.author, c.themselves, c.owner, c.lead,
                   on_coordination.coordinator, on_coordination.coordinates, on_coordination.of_the_party, on_coordination.speaks, on_coordination.leads,
                   t.colleague, t.lead_of, t.leads_verified, t.invited_address, t.own_lead, m.wrote, on_comments.leads_author, on_submissions.file_author,
                   on_submissions.file_colleague, on_answers.answered_author, on_answers.leads_answered})


def allowed(actor: Any, action: Action | str, subject: Any = None) -> bool:
    """Whether the table lets this actor do this to this subject."""
    return not why_not(actor, Action(action), subject)


def require(actor: Any, action: Action, subject: Any = None) -> None:
    """Refuse, naming the conditions that fail, unless the table allows it."""
    if missing := why_not(actor, action, subject):
        raise NotAllowed(N_("You cannot do this here now."), missing=tuple(missing))


def as_markdown() -> str:
    """The table for the README and for the public page, in English."""
    lines = ["| action | who, and when |", "|---|---|"]
    for action, alternatives in TABLE.items():
        who = ", or ".join(" and ".join(c.SENTENCES[condition.__name__] for condition in alternative) for alternative in alternatives)
        lines.append(f"| {action} | {who} |")
    return "\n".join(lines)

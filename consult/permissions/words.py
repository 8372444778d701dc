"""Everything that can be asked of the permission table: pages (without a dot) and verbs (noun.verb)."""
from enum import StrEnum


class Action(StrEnum):
    """A verb is also a function in that noun's actions, a journal kind, and where people are told, a mail."""

    READ = "read"
    OWN = "own"
    DESK = "desk"
    MODERATION = "moderation"
    ADMINISTRATION = "administration"

    ACCOUNTS_SIGN_UP = "accounts.sign_up"
    ACCOUNTS_CONFIRM = "accounts.confirm"
    ACCOUNTS_SIGN_IN = "accounts.sign_in"
    ACCOUNTS_SIGN_OUT = "accounts.sign_out"
    ACCOUNTS_END_SESSION = "accounts.end_session"
    ACCOUNTS_ASK_RESET = "accounts.ask_reset"
    ACCOUNTS_RESET_PASSWORD = "accounts.reset_password"  # noqa: S105 - the name of a verb
    ACCOUNTS_CHANGE_PASSWORD = "accounts.change_password"  # noqa: S105
    ACCOUNTS_ASK_ADDRESS = "accounts.ask_address"
    ACCOUNTS_CHANGE_ADDRESS = "accounts.change_address"
    ACCOUNTS_CHANGE_PROFILE = "accounts.change_profile"
    ACCOUNTS_CLOSE = "accounts.close"
    ACCOUNTS_GRANT_ROLE = "accounts.grant_role"
    ACCOUNTS_END_ROLE = "accounts.end_role"
    ACCOUNTS_SUSPEND = "accounts.suspend"
    ACCOUNTS_REINSTATE = "accounts.reinstate"

    ORGANISATIONS_REGISTER = "organisations.register"
    ORGANISATIONS_VERIFY = "organisations.verify"
    ORGANISATIONS_ASK = "organisations.ask"
    ORGANISATIONS_ADMIT = "organisations.admit"
    ORGANISATIONS_LEAVE = "organisations.leave"

    PARTIES_ADMIT = "parties.admit"

    DOCUMENTS_CREATE = "documents.create"
    DOCUMENTS_START = "documents.start"
    DOCUMENTS_EDIT_SECTION = "documents.edit_section"
    DOCUMENTS_ADD_SECTION = "documents.add_section"
    DOCUMENTS_REMOVE_SECTION = "documents.remove_section"
    DOCUMENTS_MOVE_SECTION = "documents.move_section"
    DOCUMENTS_CORRECT_CONCORDANCE = "documents.correct_concordance"
    DOCUMENTS_PUBLISH = "documents.publish"
    DOCUMENTS_DISCARD = "documents.discard"
    DOCUMENTS_WITHDRAW = "documents.withdraw"

    ROUNDS_PLAN = "rounds.plan"
    ROUNDS_SCHEDULE = "rounds.schedule"
    ROUNDS_EXTEND = "rounds.extend"
    ROUNDS_CANCEL = "rounds.cancel"
    ROUNDS_BEGIN_DISPOSITION = "rounds.begin_disposition"
    ROUNDS_WRITE_REPORT = "rounds.write_report"
    ROUNDS_COMPLETE = "rounds.complete"

    COMMENTS_SAVE_DRAFT = "comments.save_draft"
    COMMENTS_DISCARD_DRAFT = "comments.discard_draft"
    COMMENTS_SUBMIT = "comments.submit"
    COMMENTS_REPLACE = "comments.replace"
    COMMENTS_WITHDRAW = "comments.withdraw"
    COMMENTS_REPLY = "comments.reply"
    COMMENTS_HIDE = "comments.hide"
    COMMENTS_HIDE_REPLY = "comments.hide_reply"
    COMMENTS_ADMIT_LATE = "comments.admit_late"
    COMMENTS_DISPOSE = "comments.dispose"
    COMMENTS_APPROVE = "comments.approve"
    COMMENTS_PUBLISH = "comments.publish"

    WORKGROUP_RECORD_MANDATE = "workgroup.record_mandate"
    WORKGROUP_VERIFY_MANDATE = "workgroup.verify_mandate"
    WORKGROUP_END_MANDATE = "workgroup.end_mandate"

    BALLOTS_PREPARE = "ballots.prepare"
    BALLOTS_OPEN = "ballots.open"
    BALLOTS_EXTEND = "ballots.extend"
    BALLOTS_WITHDRAW = "ballots.withdraw"
    BALLOTS_CAST = "ballots.cast"
    BALLOTS_CLOSE_EARLY = "ballots.close_early"
    BALLOTS_CERTIFY = "ballots.certify"

    ADOPTION_RECORD = "adoption.record"
    ADOPTION_VERIFY = "adoption.verify"

"""Sending, answering, hiding: what a stakeholder and an editor can rely on."""
from datetime import timedelta

import pytest

from consult import clock
from consult.comments.actions import moderating, writing
from consult.comments.models import Draft
from consult.comments.queries import threads
from consult.comments.rules import Capacity, Channel, CommentKind, CommentState
from consult.db import db, transaction
from consult.errors import Invalid, NotAllowed
from consult.journal.actions import record
from consult.organisations import actions as organisations
from consult.organisations.rules import OrganisationKind
from consult.rounds import actions as rounds
from consult.search.models import SearchRow
from tests.comments.conftest import AFTER, CLOSES


@pytest.fixture
def round_(desk):
    with transaction():
        return desk.open_round(desk.publish())


def test_a_comment_gets_a_number_of_its_party_and_a_receipt(desk, round_):
    with transaction():
        comments = [desk.say(round_), desk.say(round_, name="moderator"), desk.say(round_)]
    assert [c.public_id for c in comments] == ["R1-RS-001", "R1-INT-001", "R1-RS-002"]
    assert [c.submission.receipt for c in comments] == ["S1-0001", "S1-0002", "S1-0003"]


def test_one_submission_sends_all_drafts_in_the_order_of_the_text(desk, round_):
    with transaction():
        citizen = desk.person("citizen")
        drafts = [writing.save_draft(citizen, round_, desk.uid(round_.version, n) if n else None, CommentKind.GENERAL, f"On {n}.") for n in ("3", "1", None, "2")]
        sent = writing.submit(citizen, round_, drafts, Capacity.SELF)
    assert [c.body for c in sent.comments] == ["On None.", "On 1.", "On 2.", "On 3."]
    assert threads.drafts_of(citizen) == []


def test_C8_the_party_of_a_comment_is_that_of_the_time_it_was_sent(desk, round_):
    with transaction():
        first = desk.say(round_)
        citizen = desk.person("citizen")
        citizen.party_code = "HR"
        record("accounts.change_profile", citizen, citizen, fields=["party"])
    with transaction():
        second = desk.say(round_)
    assert (first.origin, second.public_id) == ("RS", "R1-HR-001")


def test_an_organisation_speaks_under_its_own_party_and_its_name_is_always_shown(desk, round_):
    with transaction():
        body = organisations.register(desk.person("citizen"), "Wood cluster (sample)", OrganisationKind.CLUSTER, "HR")
        comment = desk.say(round_, organisation=body, name_shown=False)
    assert comment.public_id == "R1-HR-001"
    assert comment.name_shown


def test_nobody_speaks_for_an_organisation_of_others(desk, round_):
    with transaction():
        body = organisations.register(desk.person("cluster"), "Wood cluster (sample)", OrganisationKind.CLUSTER, "HR")
    with pytest.raises(Invalid, match="belong"), transaction():
        desk.say(round_, organisation=body)


def test_a_coordinator_speaks_for_the_party_and_names_whom_the_comment_joins(desk, round_):
    with transaction():
        body = organisations.register(desk.person("cluster"), "Wood cluster (sample)", OrganisationKind.CLUSTER, "BA")
        coordinator = desk.person("coordinator")
        draft = writing.save_draft(coordinator, round_, None, CommentKind.GENERAL, "We agree.")
        comment = writing.submit(coordinator, round_, [draft], Capacity.COORDINATOR, sources=[body]).comments[0]
    assert (comment.origin, comment.channel, [s.organisation.name for s in comment.sources]) == ("BA", Channel.COORDINATOR, ["Wood cluster (sample)"])


def test_only_a_coordinator_speaks_as_coordinator(desk, round_):
    with transaction():
        draft = writing.save_draft(desk.person("citizen"), round_, None, CommentKind.GENERAL, "We agree.")
    with pytest.raises(Invalid, match="not a national coordinator"), transaction():
        writing.submit(desk.person("citizen"), round_, [draft], Capacity.COORDINATOR)


def test_somebody_elses_draft_is_not_sent(desk, round_):
    with transaction():
        draft = writing.save_draft(desk.person("citizen"), round_, None, CommentKind.GENERAL, "Mine.")
    with pytest.raises(Invalid), transaction():
        writing.submit(desk.person("cluster"), round_, [draft], Capacity.SELF)


def test_a_quotation_is_kept_with_its_place(desk, round_):
    with transaction():
        comment = desk.say(round_, quote="not fewer than eight", proposed="not fewer than six")
    text = round_.version.sections[2].body
    assert comment.quote == "not fewer than eight"
    assert text[comment.quote_start:comment.quote_end] == comment.quote
    assert comment.quote_prefix.endswith("but ")


def test_words_that_are_not_in_the_section_cannot_be_quoted(desk, round_):
    with pytest.raises(Invalid, match="not in the section") as refusal, transaction():
        desk.say(round_, quote="these words stand nowhere")
    assert refusal.value.field == "quote"


def test_a_proposal_that_repeats_the_quotation_proposes_nothing(desk, round_):
    with transaction():
        comment = desk.say(round_, quote="not fewer than eight", proposed="not fewer than eight ")
    assert comment.proposed == ""


@pytest.mark.parametrize("words", ["", "  \n "])
def test_a_comment_has_words(desk, round_, words):
    with pytest.raises(Invalid, match="write what you want"), transaction():
        desk.say(round_, words)


def test_R3_what_comes_at_the_close_is_late_and_what_comes_before_is_not(desk, round_):
    with clock.at(CLOSES - timedelta(milliseconds=1)), transaction():
        in_time = desk.say(round_)
    with clock.at(CLOSES), transaction():
        late = desk.say(round_)
    assert (in_time.late, late.late) == (False, True)


def test_nothing_is_taken_before_the_opening_and_once_answering_has_begun(desk):
    with transaction():
        version = desk.publish()
        round_ = rounds.plan(desk.person("editor"), version, clock.now() + timedelta(days=1), AFTER, "Soon.")
        rounds.schedule(desk.person("editor"), round_)
    with pytest.raises(NotAllowed), transaction():
        desk.say(round_)
    with clock.at(AFTER + timedelta(days=1)), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
    with clock.at(AFTER + timedelta(days=1)), pytest.raises(NotAllowed), transaction():
        desk.say(round_)


def test_former_words_stay_when_an_author_replaces_them(desk, round_):
    with transaction():
        comment = desk.say(round_, "First words.", quote="at least ten")
    with transaction():
        writing.replace(desk.person("citizen"), comment, CommentKind.WORDING, "Better words.")
    assert (comment.body, comment.quote, comment.quote_start) == ("Better words.", "", None)
    assert [(f.kind, f.body, f.quote) for f in comment.former] == [(CommentKind.SUBSTANCE, "First words.", "at least ten")]


@pytest.mark.parametrize("who", ["cluster", "editor", "moderator", "admin"])
def test_C7_nobody_but_the_author_touches_the_words(desk, round_, who):
    with transaction():
        comment = desk.say(round_)
    with pytest.raises(NotAllowed), transaction():
        writing.replace(desk.person(who), comment, CommentKind.GENERAL, "Other words.")
    with pytest.raises(NotAllowed), transaction():
        writing.withdraw(desk.person(who), comment)


def test_after_the_close_even_the_author_changes_nothing(desk, round_):
    with transaction():
        comment = desk.say(round_)
    with clock.at(CLOSES), pytest.raises(NotAllowed), transaction():
        writing.replace(desk.person("citizen"), comment, CommentKind.GENERAL, "Other words.")
    with clock.at(CLOSES), pytest.raises(NotAllowed), transaction():
        writing.withdraw(desk.person("citizen"), comment)


def test_a_hidden_comment_keeps_its_reason_and_leaves_the_search(desk, round_):
    with transaction():
        comment = desk.say(round_, "Canaries sing.")
    assert db.session.query(SearchRow).filter_by(ref=comment.public_id).count() == 1
    with pytest.raises(Invalid), transaction():
        moderating.hide(desk.person("moderator"), comment, " ")
    with transaction():
        moderating.hide(desk.person("moderator"), comment, "It names a private person.")
    assert (comment.state, comment.hidden_reason) == (CommentState.HIDDEN, "It names a private person.")
    assert db.session.query(SearchRow).filter_by(ref=comment.public_id).count() == 0


def test_a_draft_is_discarded_by_its_owner_only(desk, round_):
    with transaction():
        draft = writing.save_draft(desk.person("citizen"), round_, None, CommentKind.GENERAL, "Mine.")
    with pytest.raises(NotAllowed), transaction():
        writing.discard_draft(desk.person("cluster"), draft)
    with transaction():
        writing.discard_draft(desk.person("citizen"), draft)
    assert db.session.query(Draft).count() == 0

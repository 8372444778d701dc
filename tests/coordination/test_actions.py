"""From the coordinator's call to one joint submission, over the actions: nothing is lost, nobody is passed over."""
from datetime import timedelta

import pytest

from consult import clock
from consult.comments.actions import writing
from consult.comments.rules import Capacity, CommentState
from consult.coordination.actions import contributing, merging
from consult.coordination.actions import gathering as leading
from consult.coordination.queries.gatherings import Whole
from consult.coordination.rules import Aside, Choice, ContributionState, GatheringState, Voice
from consult.errors import Conflict, IllegalMove, Invalid, NotAllowed
from consult.organisations import actions as organisations
from consult.teams import actions as teams
from tests import factories
from tests.comments.conftest import CLOSES


def ready(channel):
    """Two contributions in one item, one set aside, and the check begun."""
    channel.gather("metal", "tourism", "wood")
    first, second, third = channel.give("metal"), channel.give("tourism", "Eight are enough."), channel.give("wood", "We want ships.", "3")
    item = channel.merge(first, second)
    channel.set_aside(third)
    channel.check()
    return item


def test_who_was_asked_is_on_record_with_the_day(channel):
    gathering = channel.gather("metal", "wood")
    assert [(row.organisation.name, row.asked_at) for row in gathering.asked] == [("Metal cluster", clock.now()), ("Wood cluster", clock.now())]
    leading.ask(channel.person("coordinator"), gathering, [channel.body("metal"), channel.body("tourism")])
    assert [row.organisation.name for row in channel.gathering().asked] == ["Metal cluster", "Wood cluster", "Tourism cluster"]


def test_a_party_gathers_once_in_a_round(channel):
    channel.gather()
    with pytest.raises(Conflict):
        channel.gather()


def test_only_organisations_of_the_party_are_asked(channel):
    gathering = channel.gather()
    with pytest.raises(Invalid, match="Only organisations of the party"):
        leading.ask(channel.person("coordinator"), gathering, [channel.body("shipyard")])


def test_a_contribution_is_a_copy_and_the_draft_stays(channel):
    channel.gather()
    draft = channel.draft("metal", "Lower it.", quote="ten members")
    row = contributing.contribute(channel.person_of("metal"), channel.gathering(), channel.body("metal"), [draft])[0]
    assert (row.body, row.quote, row.state, row.organisation.name) == ("Lower it.", "ten members", ContributionState.WAITING, "Metal cluster")
    sent = writing.submit(channel.person_of("metal"), channel.round(), [draft], Capacity.ORGANISATION, channel.body("metal"))
    assert sent.comments[0].state == CommentState.SUBMITTED
    assert channel.gathering().contributions[0].body == "Lower it."


def test_the_same_words_are_given_once(channel):
    channel.gather()
    draft = channel.draft("metal")
    contributing.contribute(channel.person_of("metal"), channel.gathering(), channel.body("metal"), [draft])
    with pytest.raises(Conflict, match="with your coordinator already"):
        contributing.contribute(channel.person_of("metal"), channel.gathering(), channel.body("metal"), [draft])
    contributing.take_back(channel.person_of("metal"), channel.gathering().contributions[0])
    assert contributing.contribute(channel.person_of("metal"), channel.gathering(), channel.body("metal"), [draft])


def test_an_organisation_of_another_party_does_not_contribute(channel):
    channel.gather()
    draft = channel.draft("shipyard")
    with pytest.raises(NotAllowed):
        contributing.contribute(channel.person_of("shipyard"), channel.gathering(), channel.body("shipyard"), [draft])
    with pytest.raises(Invalid):
        contributing.contribute(channel.person_of("metal"), channel.gathering(), channel.body("wood"), [channel.draft("metal")])


def test_a_colleague_shares_a_draft_and_the_lead_gives_it(channel):
    channel.gather()
    colleague, lead, body = factories.person("mira", party_code="BA"), channel.person_of("metal"), channel.body("metal")
    organisations.admit(lead, organisations.ask(colleague, body))
    draft = channel.draft("mira", "What a colleague wrote.")
    with pytest.raises(NotAllowed):
        contributing.contribute(channel.person_of("mira"), channel.gathering(), body, [draft])
    with pytest.raises(Invalid, match="shared with the organisation"):
        contributing.contribute(lead, channel.gathering(), body, [draft])
    teams.share(channel.person_of("mira"), body, draft)
    assert contributing.contribute(lead, channel.gathering(), body, [draft])[0].body == "What a colleague wrote."


def test_setting_aside_needs_a_reason(channel):
    channel.gather()
    row = channel.give("metal")
    with pytest.raises(Invalid, match="Say why"):
        channel.set_aside(row, "  ")


def test_nothing_that_waits_is_checked_or_sent(channel):
    channel.gather()
    first = channel.give("metal")
    channel.give("wood", "Another thing.")
    channel.merge(first)
    with pytest.raises(Invalid, match="1 contributions still wait"):
        channel.check()


def test_a_contribution_left_out_of_an_item_waits_again(channel):
    channel.gather()
    first, second = channel.give("metal"), channel.give("wood", "Eight.")
    item = channel.merge(first, second)
    channel.merge(first, words="Only one.", item=item)
    assert (first.state, second.state) == (ContributionState.GROUPED, ContributionState.WAITING)


def test_dropping_an_item_loses_no_contribution(channel):
    channel.gather()
    row = channel.give("metal")
    item = channel.merge(row)
    merging.drop(channel.person("coordinator"), item)
    assert row.state == ContributionState.WAITING
    assert Whole(channel.gathering()).items == []


def test_an_item_quotes_only_what_stands_in_the_section(channel):
    channel.gather()
    row = channel.give("metal")
    words = merging.Words(row.section_uid, row.kind, "Words.", quote="not in the text")
    with pytest.raises(Invalid, match="not in the section"):
        merging.write(channel.person("coordinator"), channel.gathering(), words, [row])


def test_during_the_check_the_text_is_frozen(channel):
    item = ready(channel)
    with pytest.raises(NotAllowed):
        channel.merge(*item.contributions, words="Other words.", item=item)
    with pytest.raises(NotAllowed):
        channel.give("metal", "One more thing.")


def test_it_is_not_sent_before_the_time_to_check_is_over(channel):
    ready(channel)
    with pytest.raises(IllegalMove, match="time to check is not over"):
        channel.send()
    channel.hold("metal")
    channel.hold("tourism")
    with pytest.raises(IllegalMove, match="time to check is not over"):
        channel.send()
    channel.hold("wood", Choice.NO_VIEW)
    assert len(channel.send().comments) == 1


def test_after_the_time_to_check_silence_does_not_hold_it_up(channel):
    ready(channel)
    with clock.at(clock.now() + timedelta(days=3) - timedelta(minutes=1)), pytest.raises(IllegalMove):
        channel.send()
    with clock.at(clock.now() + timedelta(days=3)):
        assert channel.send().receipt == "S1-0001"


def test_whoever_was_asked_is_waited_for_as_well(channel):
    channel.gather("metal", "tourism")
    channel.merge(channel.give("wood"))
    channel.check()
    assert [row.name for row in Whole(channel.gathering()).missing] == ["Metal cluster", "Tourism cluster", "Wood cluster"]
    channel.hold("wood")
    with pytest.raises(IllegalMove, match="asked or has contributed"):
        channel.send()
    channel.hold("metal", Choice.NO_VIEW)
    channel.hold("tourism")
    assert len(channel.send().comments) == 1


def test_changing_the_text_starts_the_check_anew(channel):
    item = ready(channel)
    for name in ("metal", "tourism", "wood"):
        channel.hold(name)
    leading.reopen(channel.person("coordinator"), channel.gathering())
    channel.merge(*item.contributions, words="Lower it to nine.", item=item)
    with clock.at(clock.now() + timedelta(days=1)):
        gathering = channel.check()
        assert gathering.check_ends_at == clock.now() + timedelta(days=3)
        whole = Whole(gathering)
        assert {one.voice for _, one in whole.heard(whole.items[0])} == {Voice.EARLIER}
        with pytest.raises(IllegalMove):
            channel.send()


def test_against_needs_a_reason(channel):
    ready(channel)
    with pytest.raises(Invalid, match="Say why you are against"):
        channel.hold("metal", Choice.AGAINST)


def test_the_last_answer_counts(channel):
    ready(channel)
    channel.hold("metal", Choice.AGAINST, "Too low.")
    channel.hold("metal", Choice.FAVOUR)
    whole = Whole(channel.gathering())
    assert {row.name: one.voice for row, one in whole.heard(whole.items[0])}["Metal cluster"] == Voice.FAVOUR


def test_the_items_are_sent_as_comments_of_the_party_with_their_sources(channel):
    channel.gather("metal")
    first, second = channel.give("metal", "On three.", "3"), channel.give("wood", "On two.", "2")
    later, earlier = channel.merge(first, words="Joint on three.", number="3"), channel.merge(second, words="Joint on two.")
    channel.check()
    with clock.at(clock.now() + timedelta(days=3)):
        sent = channel.send()
    gathering = channel.gathering()
    assert gathering.state == GatheringState.SENT
    assert [(c.public_id, c.body, c.capacity, c.channel) for c in sent.comments] == [
        ("R1-BA-001", "Joint on two.", "coordinator", "coordinator"), ("R1-BA-002", "Joint on three.", "coordinator", "coordinator")]
    assert (earlier.comment.body, [s.organisation.name for s in earlier.comment.sources]) == ("Joint on two.", ["Wood cluster"])
    assert (later.comment.body, [s.organisation.name for s in later.comment.sources]) == ("Joint on three.", ["Metal cluster"])


def test_a_contribution_can_be_taken_back_until_it_is_sent(channel):
    item = ready(channel)
    second = item.contributions[1]
    contributing.take_back(channel.person_of("tourism"), second)
    assert [row.name for row in Whole(channel.gathering()).contributing] == ["Metal cluster", "Wood cluster"]
    with clock.at(clock.now() + timedelta(days=3)):
        channel.send()
        with pytest.raises(NotAllowed):
            contributing.take_back(channel.person_of("metal"), item.contributions[0])


def test_an_item_without_contributions_is_dropped_before_sending(channel):
    channel.gather()
    first, second = channel.give("metal"), channel.give("wood", "On three.", "3")
    empty = channel.merge(first)
    channel.merge(second, number="3")
    channel.check()
    contributing.take_back(channel.person_of("metal"), first)
    with clock.at(clock.now() + timedelta(days=3)):
        with pytest.raises(Invalid, match="rest on no contribution"):
            channel.send()
        channel.gathering()
        merging.drop(channel.person("coordinator"), empty)
        assert len(channel.send().comments) == 1


def test_a_joint_comment_is_not_changed_behind_the_backs_of_those_who_checked_it(channel):
    ready(channel)
    with clock.at(clock.now() + timedelta(days=3)):
        comment = channel.send().comments[0]
        with pytest.raises(NotAllowed):
            writing.withdraw(channel.person("coordinator"), comment)
        with pytest.raises(NotAllowed):
            writing.replace(channel.person("coordinator"), comment, comment.kind, "Other words.")


def test_after_the_close_it_is_late_and_after_that_not_sent(channel):
    ready(channel)
    with clock.at(CLOSES + timedelta(hours=1)):
        assert channel.send().comments[0].late


def test_nobody_else_leads_the_desk(channel):
    gathering = channel.gather()
    row = channel.give("metal")
    for person in (channel.person("editor"), channel.person("admin"), channel.person_of("metal"), None):
        with pytest.raises(NotAllowed):
            merging.set_aside(person, row, Aside.LISTED, "No.")
        with pytest.raises(NotAllowed):
            leading.ask(person, gathering, [channel.body("wood")])


def test_a_coordinator_of_another_party_does_not_lead_it(channel):
    gathering = channel.gather()
    other = factories.person("hrvoje", "coordinator", party_code="HR")
    with pytest.raises(NotAllowed):
        leading.ask(other, gathering, [channel.body("wood")])
    assert leading.gather(other, channel.round()).party_code == "HR"


def test_no_comment_is_declared_by_the_lead_and_can_be_taken_back(channel):
    round_, wood = channel.round(), channel.body("wood")
    row, = contributing.declare(channel.person_of("wood"), round_, wood, [""])
    with pytest.raises(Conflict):
        contributing.declare(channel.person_of("wood"), round_, wood, [""])
    with pytest.raises(Invalid):
        contributing.declare(channel.person_of("metal"), round_, wood, [""])
    with clock.at(CLOSES), pytest.raises(NotAllowed):
        contributing.revoke(channel.person_of("wood"), row)
    contributing.revoke(channel.person_of("wood"), row)
    assert contributing.declare(channel.person_of("wood"), round_, wood, [channel.uid(round_.version, "2"), ""])

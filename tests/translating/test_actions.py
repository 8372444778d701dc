"""What translators do: nothing is lost, nobody reviews their own words, no ballot ever holds a translation."""
import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from consult.ballots.models import Ballot
from consult.comments.actions import writing
from consult.comments.rules import Capacity, CommentKind
from consult.db import db, transaction
from consult.errors import Conflict, Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.translating import actions, queries
from consult.translating.models import TranslatedQuote, Translation
from consult.translating.rules.states import Stage, Standing
from tests.translating.conftest import FUNDING, PURPOSE, SECOND


def test_a_translation_follows_its_section_to_the_next_version(desk):
    with transaction():
        desk.both(one := desk.publish())
        two = desk.publish(SECOND, "0.2", one)
    found = {row.heading: made.standing for row in [desk.row(two, number) for number in ("1", "2", "4")]
             if (made := queries.text(two, "sr-Cyrl").sections.get(row.uid))}
    assert found == {"Purpose": Standing.BEHIND, "Funding": Standing.MADE}


def test_who_wrote_a_translation_does_not_review_it(desk):
    with transaction():
        row = desk.translate(desk.publish(), "1", "Сврха", PURPOSE)
    with pytest.raises(NotAllowed), transaction():
        actions.review(desk.person("editor"), row)
    with transaction():
        actions.review(desk.person("editor2"), row)
    assert row.reviewed_by == desk.person("editor2").id
    with pytest.raises(NotAllowed), transaction():
        actions.review(desk.person("editor2"), row)


def test_the_database_too_refuses_a_review_of_ones_own(desk):
    with transaction():
        row = desk.translate(desk.publish(), "1", "Сврха", PURPOSE)
    with pytest.raises(IntegrityError), transaction():
        row.reviewed_by, row.reviewed_at = row.written_by, row.written_at


def test_words_that_were_saved_anew_are_not_reviewed_by_mistake(desk):
    with transaction():
        old = desk.translate(version := desk.publish(), "1", "Сврха", PURPOSE)
        desk.translate(version, "1", "Сврха", PURPOSE + " Ново.")
    with pytest.raises(Conflict), transaction():
        actions.review(desk.person("editor2"), old)


def test_new_words_after_a_review_are_not_reviewed(desk):
    with transaction():
        row = desk.translate(version := desk.publish(), "1", "Сврха", PURPOSE)
        actions.review(desk.person("editor2"), row)
        desk.translate(version, "1", "Сврха", PURPOSE + " Ново.")
    assert [one.standing for one in queries.text(version, "sr-Cyrl").sections.values()] == [Standing.MADE]


def test_saving_on_words_somebody_else_saved_is_refused_and_both_stay(desk):
    with transaction():
        version = desk.publish()
        row = desk.row(version, "1")
        desk.translate(version, "1", "Сврха", PURPOSE, who="editor2", step=actions.save_draft)
    with pytest.raises(Conflict), transaction():
        actions.save_draft(desk.person("editor"), version, row, "sr-Cyrl", "Друго", "Друге речи", 0)
    assert [one.body for one in queries.history(version.document, row.uid, "sr-Cyrl")] == [PURPOSE]


def test_a_later_draft_leaves_what_readers_see(desk):
    with transaction():
        desk.translate(version := desk.publish(), "3", "Финансирање", FUNDING)
        desk.translate(version, "3", "Финансирање", "Недовршено", step=actions.save_draft)
    assert [one.body for one in queries.text(version, "sr-Cyrl").sections.values()] == [FUNDING]
    assert [(cell.standing, cell.draft) for cell in queries.overview(version).values()] == [(Standing.MADE, True)]


def test_only_published_texts_are_translated(desk):
    from consult.documents.actions import starting  # noqa: PLC0415
    from consult.documents.rules import ChangeClass  # noqa: PLC0415

    with transaction():
        one = desk.publish()
        working = starting.start(desk.person("editor"), one.document, "0.2", "Sample Model", None, one, ChangeClass.SUBSTANTIVE)
    with pytest.raises(NotAllowed), transaction():
        desk.translate(working, "1", "Сврха", PURPOSE)


@pytest.mark.parametrize("who", ["citizen", "moderator", "observer", "admin"])
def test_only_editors_translate(desk, who):
    with transaction():
        version = desk.publish()
    with pytest.raises(NotAllowed), transaction():
        desk.translate(version, "1", "Сврха", PURPOSE, who=who)


@pytest.mark.parametrize("language", ["en", "sr-Latn", "xx", ""])
def test_v5_there_is_one_authoritative_language_and_none_is_translated_into_it(desk, language):
    with transaction():
        version = desk.publish()
    with pytest.raises(Invalid), transaction():
        desk.translate(version, "1", "Сврха", PURPOSE, language=language)


def test_v5_a_translation_changes_no_hash_and_nothing_leads_from_a_ballot_to_one(desk):
    from consult.documents.queries import stored  # noqa: PLC0415

    with transaction():
        version = desk.publish()
        before = (version.digest, stored.source(version))
        desk.both(version)
    assert (version.digest, stored.source(version)) == before
    assert not list(stored.broken())
    tables = {"translation", "translated_quote", "translation_intake"}
    reached = {key.column.table.name for mapper in Ballot.registry.mappers if mapper.class_.__module__.startswith("consult.ballots")
               for column in mapper.local_table.columns for key in column.foreign_keys}
    assert "version" in reached
    assert not reached & tables
    assert "language" not in {column.key for column in inspect(Ballot).columns}


def test_the_journal_tells_of_what_readers_see_and_not_of_drafts(desk):
    with transaction():
        version = desk.publish()
        desk.translate(version, "1", "Сврха", PURPOSE, step=actions.save_draft)
        row = desk.translate(version, "1", "Сврха", PURPOSE)
        actions.review(desk.person("editor2"), row)
    told = [(entry.kind, entry.facts) for entry in db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq)) if entry.kind.startswith("translating.")]
    facts = {"label": "0.1", "section": "1", "language": "sr-Cyrl"}
    assert told == [("translating.hand_in", facts), ("translating.review", facts)]


def drafted(desk, quote, text="sr-Cyrl", number="1"):
    version = desk.latest()
    round_ = desk.open_round(version)
    return round_, writing.save_draft(desk.person("citizen"), round_, desk.row(version, number).uid, CommentKind.WORDING, "Нејасно.", quote, "менаџерима и школама",
                                      language="sr-Cyrl", text=text)


def test_words_of_a_translation_are_quoted_as_such_and_anchored_to_the_section(desk):
    with transaction():
        desk.both(desk.publish())
        round_, draft = drafted(desk, "менаџерима кластера")
        assert (draft.quote, draft.quote_start, draft.translated.words, draft.translated.language) == ("", None, "менаџерима кластера", "sr-Cyrl")
        sent = writing.submit(desk.person("citizen"), round_, [draft], Capacity.SELF)
    comment = sent.comments[0]
    assert (comment.section_uid, comment.quote, comment.quote_start) == (desk.row(desk.latest(), "1").uid, "", None)
    assert (comment.translated.words, comment.translated.language, comment.quoted) == ("менаџерима кластера", "sr-Cyrl", "менаџерима кластера")
    assert comment.proposed == "менаџерима и школама"
    assert db.session.scalars(select(TranslatedQuote.draft_id)).all() == [None]


def test_words_in_latin_letters_are_found_in_the_translation_they_are_made_from(desk):
    with transaction():
        desk.both(desk.publish())
        _round, draft = drafted(desk, "menadžerima klastera", "sr-Latn")
    assert (draft.translated.words, draft.translated.language) == ("menadžerima klastera", "sr-Latn")


def test_words_of_the_original_quoted_beside_a_translation_are_words_of_the_original(desk):
    with transaction():
        desk.both(desk.publish())
        _round, draft = drafted(desk, "cluster managers")
    assert (draft.quote, draft.translated) == ("cluster managers", None)


@pytest.mark.parametrize(("quote", "text"), [("nowhere at all", "sr-Cyrl"), ("менаџерима кластера", ""), ("менаџерима кластера", "el"), ("менаџерима кластера", "en")])
def test_words_that_stand_in_neither_are_refused(desk, quote, text):
    with transaction():
        desk.both(desk.publish())
    with pytest.raises(Invalid) as refused, transaction():
        drafted(desk, quote, text)
    assert refused.value.field == "quote"


def test_a_draft_is_saved_again_with_its_quotation_after_the_translation_changed(desk):
    with transaction():
        desk.both(version := desk.publish())
        round_, draft = drafted(desk, "менаџерима кластера")
        desk.translate(version, "1", "Сврха", "Све је другачије.\n\nОн никога не обавезује.")
        again = writing.save_draft(desk.person("citizen"), round_, draft.section_uid, CommentKind.WORDING, "И даље нејасно.", draft.quoted, language="sr-Cyrl", draft=draft)
        assert again.translated.words == "менаџерима кластера"
        other = writing.save_draft(desk.person("citizen"), round_, draft.section_uid, CommentKind.WORDING, "Друго.", "Све је другачије", language="sr-Cyrl", draft=draft)
        assert other.translated.words == "Све је другачије"
        none = writing.save_draft(desk.person("citizen"), round_, draft.section_uid, CommentKind.WORDING, "Без навода.", "", language="sr-Cyrl", draft=draft)
        assert none.translated is None
        writing.discard_draft(desk.person("citizen"), draft)
    assert db.session.scalars(select(TranslatedQuote.id)).all() == []


def test_a_discarded_draft_takes_its_translated_quotation_along(desk):
    with transaction():
        desk.both(desk.publish())
        _round, draft = drafted(desk, "менаџерима кластера")
    with transaction():
        writing.discard_draft(desk.person("citizen"), draft)
    assert db.session.scalars(select(TranslatedQuote.id)).all() == []


def test_replaced_words_keep_what_was_quoted_before(desk):
    with transaction():
        desk.both(desk.publish())
        round_, draft = drafted(desk, "менаџерима кластера")
        comment = writing.submit(desk.person("citizen"), round_, [draft], Capacity.SELF).comments[0]
    with transaction():
        writing.replace(desk.person("citizen"), comment, CommentKind.WORDING, "Сад о другом.", "cluster managers")
    assert (comment.quote, comment.translated) == ("cluster managers", None)
    assert comment.former[0].quote == "менаџерима кластера"


def test_a_file_that_waits_belongs_to_who_brought_it(desk):
    with transaction():
        intake = actions.take_in(desk.person("editor"), desk.publish(), "sr-Cyrl", "a.xlf", [])
    for step in (lambda who: actions.take_over(who, intake, {"x": ("", "")}, True), lambda who: actions.set_aside(who, intake)):
        with pytest.raises(NotAllowed), transaction():
            step(desk.person("editor2"))
    with pytest.raises(Invalid), transaction():
        actions.take_over(desk.person("editor"), intake, {}, True)


@pytest.mark.parametrize("finished", [True, False])
def test_a_file_is_taken_over_as_drafts_or_for_readers(desk, finished):
    with transaction():
        version = desk.publish()
        intake = actions.take_in(desk.person("editor"), version, "sr-Cyrl", "a.xlf", [])
        assert actions.take_over(desk.person("editor"), intake, {desk.row(version, "3").uid: ("Финансирање", FUNDING)}, finished) == 1
    assert bool(queries.text(version, "sr-Cyrl").sections) is finished
    assert db.session.scalars(select(Translation.stage)).all() == [Stage.MADE if finished else Stage.DRAFT]

"""Rules of translations: behind iff the original changed; files come back as they went out."""
import io
import re
import zipfile
from collections import Counter

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from consult.errors import Invalid
from consult.translating.rules import columns, states, units, xliff
from consult.translating.rules.states import Standing
from consult.translating.rules.units import Original, Unit, Verdict
from tests.factories import DAY

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip)
any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=60)
bodies = st.lists(st.sampled_from([
    "A paragraph.", "* one\n* two", "> quoted", "| a | b |\n|---|---|\n| 1 | 2 |", "[^1]: A note.", "See[^1] it.", "```\ncode\n```", "---", "два\nреда"]),
                  max_size=8).map("\n\n".join)
LANGUAGES = ("en", "sr-Cyrl")


@given(st.tuples(words, words), st.tuples(words, words))
def test_a_translation_is_behind_if_and_only_if_the_original_changed(then, now):
    assert states.behind(then, now) is (then != now)
    assert states.behind(then, then) is False


@given(st.booleans(), st.booleans(), st.booleans())
def test_what_is_behind_is_never_called_reviewed(made, late, reviewed):
    found = states.standing(made, late, reviewed)
    assert (found == Standing.NONE) is (not made)
    assert (found == Standing.BEHIND) is (made and late)
    assert (found == Standing.REVIEWED) is (made and not late and reviewed)


@given(st.integers(0, 30), st.lists(st.sampled_from([Standing.BEHIND, Standing.MADE, Standing.REVIEWED])))
def test_the_states_sum_to_the_sections(more, found):
    tally = states.tally(len(found) + more, found)
    assert sum(tally.counts.values()) == len(found) + more == tally.total
    assert tally.counts[Standing.NONE] == more
    assert (tally.percent(*(one for one in Standing if one != Standing.NONE)) == 100) is (more == 0 and bool(found))


@pytest.mark.parametrize("own", ["en", "mk", "sr-Cyrl"])
def test_nothing_is_translated_into_the_authoritative_language(own):
    assert own not in states.languages(own)
    with pytest.raises(Invalid):
        states.check_language(own, own)


def test_serbian_in_latin_letters_is_made_and_never_translated():
    assert "sr-Latn" not in states.languages("en")
    assert states.made_from("sr-Latn") == "sr-Cyrl"
    assert states.in_script("Његош и ЉУБАВ [веза](https://пример.срб/а) <a href='ђ'>", "sr-Latn") == "Njegoš i LJUBAV [veza](https://пример.срб/а) <a href='ђ'>"
    assert states.in_script("Његош", "sr-Cyrl") == "Његош"


@given(bodies)
def test_the_pieces_of_a_body_put_back_make_the_same_body(body):
    assert units.composed(body, [piece for _, piece in units.pieces(body)]) == body


@given(bodies, st.data())
def test_other_words_in_the_pieces_leave_what_is_between_them(body, data):
    found = units.pieces(body)
    targets = [f"речи {number}" for number, _ in enumerate(found)]
    joined = units.composed(body, targets)
    for target in targets:
        assert target in joined


@given(st.lists(st.tuples(words, any_text, any_text), min_size=1, max_size=6))
def test_xliff_gives_back_what_it_was_given(rows):
    given_units = [Unit(f"s{at}:{at}", source, target, "translated" if target else "initial") for at, (_, source, target) in enumerate(rows)]
    original, language, found = xliff.read(xliff.written("model/0.2", LANGUAGES, [(name, [unit]) for (name, _, _), unit in zip(rows, given_units, strict=True)]))
    assert (original, language) == ("model/0.2", "sr-Cyrl")
    assert found == given_units


#: What XLIFF 2.1 asks of the elements we write (sections 4.2 and 4.3 of the standard): attributes that must be there with what they may say, attributes that
#: may be there, and the children in their order. The files of the demonstration were held against the schema of OASIS as well; it is not kept here.
TOKEN, LANGUAGE, ANY = r"[\w.:-]+", r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", r"(?s:.*)"
SPACE = f"{{{xliff.XML}}}space"
STANDARD = {
    "xliff": ({"version": r"2\.1", "srcLang": LANGUAGE, "trgLang": LANGUAGE}, {}, r"(file )+"),
    "file": ({"id": TOKEN}, {"original": ANY}, r"((unit|group) )+"),
    "group": ({"id": TOKEN}, {"name": ANY}, r"((unit|group) )*"),
    "unit": ({"id": TOKEN}, {"name": ANY, SPACE: "default|preserve"}, r"((segment|ignorable) )+"),
    "segment": ({}, {"id": TOKEN, "state": "initial|translated|reviewed|final"}, r"source (target )?"),
    "source": ({}, {}, r"(cp )*"), "target": ({}, {}, r"(cp )*"), "cp": ({"hex": r"([0-9A-F]{2}){2,3}"}, {}, ""),
}
MIXED = frozenset({"source", "target"})


@given(st.lists(st.tuples(any_text, st.lists(st.tuples(any_text, any_text, st.sampled_from(xliff.STATES)), min_size=1, max_size=3)), min_size=1, max_size=4))
def test_what_goes_out_is_xliff_as_the_standard_has_it(groups):
    content = xliff.written("model/0.2", LANGUAGES, [(name, [Unit(f"s:{at}", *row) for at, row in enumerate(rows)]) for name, rows in groups])
    root = etree.fromstring(content)
    for element in root.iter():
        namespace, name = etree.QName(element).namespace, etree.QName(element).localname
        must, may, order = STANDARD[name]
        assert namespace == xliff.NAMESPACE
        assert set(must) <= set(element.attrib) <= set(must) | set(may)
        assert all(re.fullmatch((must | may)[key], value) for key, value in element.attrib.items())
        assert re.fullmatch(order, "".join(f"{etree.QName(child).localname} " for child in element))
        assert name in MIXED or (not (element.text or "").strip() and not any((child.tail or "").strip() for child in element))
    for kind, within in (("unit", "file"), ("group", "file"), ("segment", "unit")):  # an id is one of a kind within what it stands in
        for outer in root.iter(f"{{{xliff.NAMESPACE}}}{within}"):
            ids = [one.get("id") for one in outer.iter(f"{{{xliff.NAMESPACE}}}{kind}")]
            assert len(ids) == len(set(ids))
    assert all(one.getparent().find(f"{{{xliff.NAMESPACE}}}target") is not None for one in root.iter(f"{{{xliff.NAMESPACE}}}source")
               if one.getparent().get("state") in {"translated", "reviewed", "final"}), "a state beyond the first says that there is a translation"


docx_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=60).map(lambda text: text.strip("\n"))


@settings(deadline=None)
@given(st.lists(st.tuples(docx_text, docx_text), min_size=1, max_size=5))
def test_the_columns_give_back_what_they_were_given(rows):
    given_units = [Unit(f"s{at}:h", source, target) for at, (source, target) in enumerate(rows)]
    found = columns.read(columns.written("Model", "How", ["Key", "Original", "Translation"], LANGUAGES, [("", unit) for unit in given_units], DAY))
    clean = [Unit(u.key, *(columns._plain(one) for one in (u.source, u.target))) for u in given_units]
    assert found == clean


ONE = Original("a", "1 One", "One", "First.\n\nSecond.\n\n")
TWO = Original("b", "2 Two", "Two", "Alone.\n")
GOOD = [Unit("a:h", "One", "Један"), Unit("a:1", "First.", "Прво."), Unit("a:2", "Second.", "Друго.")]


def verdicts(brought):
    return [row.verdict for row in units.checked([ONE, TWO], brought)]


def test_a_section_whose_rows_are_all_in_order_is_taken_over():
    rows = units.checked([ONE, TWO], GOOD)
    assert [row.verdict for row in rows] == [Verdict.NEW] * 3
    assert units.taken([ONE, TWO], rows) == {"a": ("Један", "Прво.\n\nДруго.\n\n")}


@pytest.mark.parametrize(("brought", "said"), [
    ([*GOOD, Unit("zzz:1", "x", "y")], {Verdict.NEW: 3, Verdict.UNKNOWN: 1}),
    ([*GOOD, Unit("nothing", "x", "y")], {Verdict.NEW: 3, Verdict.UNKNOWN: 1}),
    (GOOD[:2], {Verdict.INCOMPLETE: 2}),
    ([*GOOD[:2], Unit("a:2", "Second.", "  ")], {Verdict.INCOMPLETE: 2, Verdict.EMPTY: 1}),
    ([*GOOD[:2], Unit("a:2", "Another.", "Друго.")], {Verdict.INCOMPLETE: 2, Verdict.CHANGED: 1}),
    ([*GOOD, GOOD[0]], {Verdict.INCOMPLETE: 3, Verdict.TWICE: 1}),
    ([*GOOD[:2], Unit("a:2", "Second.", "Једно.\n\nДруго.")], {Verdict.BROKEN: 3}),
    ([*GOOD[:2], Unit("a:2", "Second.", "[[[" * 4000)], {Verdict.BROKEN: 3}),
    ([Unit("a:h", "One", "Је\nдан"), *GOOD[1:]], {Verdict.BROKEN: 3}),
])
def test_rows_that_cannot_be_taken_say_why_and_keep_their_section_back(brought, said):
    rows = units.checked([ONE, TWO], brought)
    assert Counter(row.verdict for row in rows) == said
    assert ("a" in units.taken([ONE, TWO], rows)) is (said.get(Verdict.NEW) == 3)


def test_what_else_stands_here_is_said_of_a_row():
    there = Original("b", "2 Two", "Two", "Alone.\n", ("Два", "Сам."))
    rows = units.checked([there], [Unit("b:h", "Two", "Два"), Unit("b:1", "Alone.", "Једини.")])
    assert [(row.verdict, row.now) for row in rows] == [(Verdict.SAME, ""), (Verdict.NEW, "Сам.")]


def test_what_is_here_already_is_not_taken_again():
    there = Original("b", "2 Two", "Two", "Alone.\n", ("Два", "Сам."))
    rows = units.checked([there], units.units(there))
    assert [row.verdict for row in rows] == [Verdict.SAME, Verdict.SAME]
    assert units.taken([there], rows) == {}


def test_a_former_translation_that_nobody_touched_does_not_pass_for_a_new_one():
    late = Original("a", "1 One", "One", "First.\n\nSecond, reworded.", ("Један", "Прво.\n\nДруго."), was=("One", "First.\n\nSecond."))
    out = units.units(late)
    assert [(unit.target, unit.state) for unit in out] == [("Један", "translated"), ("Прво.", "translated"), ("Друго.", "initial")]
    untouched = units.checked([late], out)
    assert [row.verdict for row in untouched] == [Verdict.SAME, Verdict.SAME, Verdict.STALE]
    assert units.taken([late], untouched) == {}
    done = units.checked([late], [*out[:2], Unit("a:2", "Second, reworded.", "Друго, другачије.")])
    assert units.taken([late], done) == {"a": ("Један", "Прво.\n\nДруго, другачије.")}


def test_a_former_translation_of_other_paragraphs_is_translated_anew():
    late = Original("a", "1 One", "One", "First.\n\nSecond.", ("Један", "Прво."), was=("One", "First."))
    assert [(unit.target, unit.state) for unit in units.units(late)] == [("", "initial")] * 3


def test_white_space_that_a_program_tidied_is_no_other_original():
    assert verdicts([Unit("b:h", " Two ", "Два"), Unit("b:1", "Alone.\n", "Сам.")]) == [Verdict.NEW, Verdict.NEW]


XLIFF = '<xliff version="2.1" srcLang="en" trgLang="sr-Cyrl" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f1" original="m/1">{}</file></xliff>'


def test_segments_and_marks_of_other_programs_are_read_together():
    unit = ('<unit id="u" name="a:1"><segment state="final"><source>One. </source><target>Једно. </target></segment><ignorable><source> </source></ignorable>'
            '<segment state="translated"><source>T<mrk id="m">w</mrk>o<cp hex="0001"/></source><target>Дв<pc id="1">а</pc></target></segment></unit>')
    assert xliff.read(XLIFF.format(unit).encode())[2] == [Unit("a:1", "One.  Two\x01", "Једно.  Два", "translated")]


def test_a_unit_with_a_segment_not_translated_is_not_translated():
    unit = '<unit id="u" name="a:1"><segment><source>One.</source><target>Једно.</target></segment><segment><source>Two.</source></segment></unit>'
    assert xliff.read(XLIFF.format(unit).encode())[2] == [Unit("a:1", "One.Two.", "", "initial")]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + XLIFF.format('<unit id="u" name="a:1"><segment><source>&b;</source></segment></unit>')


@pytest.mark.parametrize("content", [
    b"", b"no xml", b"<xliff/>", b"\xff\xfe<\0x\0", BOMB.encode(), BOMB.encode("utf-16"), b"x" * (xliff.SIZE_MAX + 1), XLIFF.format("").encode(),
    XLIFF.replace("2.1", "1.2").format("<unit/>").encode(), b"<?xml version='1.0' encoding='nonsense'?>" + XLIFF.format("<unit/>").encode(),
    b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + XLIFF.format("<unit/>").encode(), XLIFF.format("<unit name='a'>").encode(),
    ("<a>" * 5000 + "</a>" * 5000).encode(), XLIFF.replace("<file", "<file id='f2'/><file").format("<unit/>").encode(),
])
def test_an_xliff_file_that_cannot_be_trusted_is_refused_with_a_reason(content):
    with pytest.raises(Invalid) as refused:
        xliff.read(content)
    assert refused.value.field == "file"


def test_a_unit_with_nonsense_in_it_says_nothing():
    unit = '<unit id="u"><segment><source><cp hex="0000"/><cp hex="D800"/><cp hex="zz"/></source></segment></unit>'
    assert xliff.read(XLIFF.format(unit).encode())[2] == [Unit("", "", "", "initial")]


def docx(rows):
    document = Document()
    table = document.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("content", [
    b"", b"PK\x03\x04 cut short", b"\xd0\xcf\x11\xe0 old", docx([["Key", "Original"]]), docx([["Key", "Original", "Translation"]]), zipped({"a.txt": "x"}),
    zipped({"word/document.xml": "<!DOCTYPE x><w/>"}), zipped({"word/document.xml": b"0" * (columns.UNPACKED_MAX + 1)}),
    zipped({"word/vbaProject.bin": "x", "word/document.xml": "<w/>"}),
    zipped({"word/document.xml": "<w"}), b"x" * (columns.SIZE_MAX + 1),
])
def test_a_word_file_that_cannot_be_trusted_is_refused_with_a_reason(content):
    with pytest.raises(Invalid) as refused:
        columns.read(content)
    assert refused.value.field == "file"


def test_suggested_insertions_count_and_suggested_deletions_do_not():
    content = docx([["a:1", "One.", "Један ДВА"]])
    source = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    changed = source.replace("<w:t>Један ДВА</w:t></w:r>", '<w:t xml:space="preserve">Један </w:t></w:r><w:del w:id="1"><w:r><w:delText>ДВА</w:delText></w:r></w:del>'
                             '<w:ins w:id="2"><w:r><w:t>два</w:t></w:r></w:ins>')
    assert changed != source
    assert columns.read(zipped({"word/document.xml": changed})) == [Unit("a:1", "One.", "Један два")]


@pytest.mark.parametrize(("heading", "body", "field"), [("", "x", "heading"), ("  ", "x", "heading"), ("h", "", "body"), ("h", "x\n\ny", "body")])
def test_a_translation_is_shown_to_readers_only_when_nothing_is_missing(heading, body, field):
    with pytest.raises(Invalid) as refused:
        states.check_finished(("One", "First."), heading, body)
    assert refused.value.field == field


@pytest.mark.parametrize(("heading", "body"), [("h" * 501, ""), ("h", "b" * 300_001), ("h\ufffd", ""), ("h", "x" + "\u0301" * 20), ("h", "> " * 50 + "x"), ("h", "[" * 9000)])
def test_words_that_nobody_could_read_are_refused(heading, body):
    with pytest.raises(Invalid):
        states.check_words(heading, body)

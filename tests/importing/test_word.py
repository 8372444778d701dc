"""Word as Markdown: headings, numbers, lists, tables, notes, pictures; what cannot be carried over is counted; and what words mean stays."""
import io
import re
import zipfile

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.documents.rules import check_text
from consult.importing.rules.inline import Piece, escaped, start_escaped, written
from consult.importing.rules.numbering import counted_as
from consult.importing.rules.reading import read
from consult.text import render, sections
from consult.text.source import plain_text
from tests.importing.conftest import PNG, altered, saved, words_of


def xml(source):
    return parse_xml(source.replace("/>", f" {nsdecls('w')}/>", 1) if source.count("<") == 1 else source.replace(">", f" {nsdecls('w', 'r')}>", 1))


def headed(style, document):
    document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("1 Aim", style=style)
    document.add_paragraph("Words.")


@pytest.mark.parametrize(("style", "marks"), [("Naslov 1", "#"), ("Επικεφαλίδα 2", "##"), ("Заголовок 1", "#"), ("Заглавие 3", "###"), ("Titlu 2", "##"), ("Başlık 1", "#"),
                                              ("Überschrift 2", "##"), ("Nagłówek 1", "#")])
def test_headings_are_known_by_their_styles_in_any_language(style, marks):
    assert words_of(lambda d: headed(style, d)).markdown == f"{marks} 1 Aim\n\nWords.\n"


def test_a_style_that_follows_a_heading_and_a_level_of_the_outline_make_headings():
    def fill(document):
        document.styles.add_style("Clause", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Heading 2"]
        document.add_paragraph("By style", style="Clause")
        document.add_paragraph("By outline")._p.get_or_add_pPr().append(xml('<w:outlineLvl w:val="2"/>'))
        document.add_paragraph("Text at the level of text")._p.get_or_add_pPr().append(xml('<w:outlineLvl w:val="9"/>'))

    assert words_of(fill).markdown == "## By style\n\n### By outline\n\nText at the level of text\n"


def test_a_title_stands_above_the_headings():
    def fill(document):
        document.add_heading("The Model", 0)
        document.add_heading("1 Aim", 1)

    assert words_of(fill).markdown == "# The Model\n\n## 1 Aim\n"


NUMBERED = """<w:abstractNum {ns} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{first}"/><w:lvlText w:val="{text}"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="{second}"/><w:lvlText w:val="{below}"/></w:lvl></w:abstractNum>"""


def numbering(document, first="decimal", text="%1.", second="decimal", below="%1.%2", start=None):
    root = document.part.numbering_part._element
    root.insert(0, parse_xml(NUMBERED.format(ns=nsdecls("w"), first=first, text=text, second=second, below=below)))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def numbered(paragraph, level=0, number=90):
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'))
    return paragraph


def test_numbers_that_word_makes_itself_stand_before_the_headings():
    def fill(document):
        numbering(document)
        for words, level in (("Aim", 0), ("Scope", 1), ("Terms", 1), ("Bodies", 0), ("Council", 1)):
            numbered(document.add_heading(words, level + 1), level)

    found = words_of(fill)
    assert found.markdown == "# 1. Aim\n\n## 1.1 Scope\n\n## 1.2 Terms\n\n# 2. Bodies\n\n## 2.1 Council\n"
    assert found.lost["numbered"] == 5


def test_articles_and_letters_are_written_out_and_plain_numbers_become_a_list():
    def articles(document):
        numbering(document, text="Члан %1.", second="lowerLetter", below="%2)")
        numbered(document.add_paragraph("Сврха"))
        numbered(document.add_paragraph("прво"), 1)
        numbered(document.add_paragraph("друго"), 1)

    def plain(document):
        numbering(document)
        numbered(document.add_paragraph("one"))
        numbered(document.add_paragraph("two"))
        document.add_paragraph("Between.")
        numbered(document.add_paragraph("three"))

    assert words_of(articles).markdown == "Члан 1. Сврха\n\na) прво\n\nb) друго\n"
    assert words_of(plain).markdown == "1. one\n2. two\n\nBetween.\n\n3. three\n"


@pytest.mark.parametrize(("kind", "value", "word"), [("lowerRoman", 14, "xiv"), ("upperRoman", 1999, "MCMXCIX"), ("upperLetter", 27, "AA"),
                                                     ("russianLower", 3, "в"), ("decimalZero", 7, "07"),
                                                     ("lowerRoman", 0, "0")])
def test_numbers_are_counted_as_word_counts(kind, value, word):
    assert counted_as(value, kind) == word


def test_lists_nest():
    def fill(document):
        document.add_paragraph("one", style="List Bullet")
        document.add_paragraph("one a", style="List Bullet 2")
        document.add_paragraph("two", style="List Bullet")
        document.add_paragraph("first", style="List Number")

    source = words_of(fill).markdown
    assert source == "- one\n    - one a\n- two\n\n1. first\n"
    assert "<li>one\n<ul>" in str(render.text(source)).replace("<li>\n", "<li>") or "<ul>" in str(render.text(source)).split("one", 1)[1]


def test_bold_italic_links_and_breaks_stay():
    def fill(document):
        paragraph = document.add_paragraph("A ")
        paragraph.add_run("bold").bold = True
        paragraph.add_run(", ")
        paragraph.add_run("slanted ").italic = True
        both = paragraph.add_run("both")
        both.bold = both.italic = True
        paragraph.add_run(" H")
        paragraph.add_run("2").font.subscript = True
        paragraph.add_run("O").add_break()
        for target, words in (("https://example.org/a(b)", "here"), ("javascript:alert(1)", "there")):
            relation = document.part.relate_to(target, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True)
            paragraph._p.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:t>{words}</w:t></w:r></w:hyperlink>'))

    found = words_of(fill)
    assert found.markdown == "A **bold**, *slanted* ***both*** H<sub>2</sub>O<br>[here](https://example.org/a%28b%29)there\n"
    assert found.lost["links_refused"] == 1
    assert "javascript" not in found.markdown


def test_tables_keep_their_cells_and_merged_ones_are_said():
    def fill(document):
        table = document.add_table(3, 3)
        for row in range(3):
            for column in range(3):
                table.cell(row, column).text = f"{row}{column}"
        table.cell(0, 0).merge(table.cell(0, 1))
        table.cell(1, 2).merge(table.cell(2, 2))

    found = words_of(fill)
    assert found.markdown == "| 00<br>01 |  | 02 |\n| --- | --- | --- |\n| 10 | 11 | 12<br>22 |\n| 20 | 21 |  |\n"
    assert found.lost == {"merged": 2}
    assert str(render.text(found.markdown)).count("<td") + str(render.text(found.markdown)).count("<th") >= 9


def test_a_table_of_one_cell_is_a_frame_and_a_table_inside_is_said():
    def fill(document):
        document.add_table(1, 1).cell(0, 0).text = "Framed words"
        outer = document.add_table(2, 2)
        outer.cell(0, 0).text = "a | b"
        outer.cell(1, 1).add_table(1, 2).cell(0, 0).text = "inner"

    found = words_of(fill)
    assert "Framed words\n\n| a \\| b |" in found.markdown
    assert "inner" in found.markdown
    assert found.lost["frames"] == found.lost["tables_inside"] == 1


NOTES = """<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2">
<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> The *note*.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def with_notes(content):
    """The file with a part of footnotes."""
    rels = '<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        named = archive.read("word/_rels/document.xml.rels").decode()
    return altered(content, {"word/footnotes.xml": NOTES.encode(), "word/_rels/document.xml.rels": named.replace("</Relationships>", rels).encode()})


def test_a_footnote_stands_at_the_end_of_its_section():
    document = Document()
    document.add_heading("1 Aim", 1)
    document.add_paragraph("Words").add_run()._r.append(xml('<w:footnoteReference w:id="2"/>'))
    document.add_paragraph("More.")
    document.add_heading("2 Scope", 1)
    found = read("a.docx", with_notes(saved(document)))
    assert found.markdown == "# 1 Aim\n\nWords[^1]\n\nMore.\n\n[^1]: The \\*note\\*.\n\n# 2 Scope\n"
    assert 'class="footnote"' in str(render.text(sections.parse(found.markdown)[0].body))


def test_a_footnote_of_a_heading_becomes_a_paragraph_and_is_said():
    document = Document()
    document.add_heading("1 Aim", 1).add_run()._r.append(xml('<w:footnoteReference w:id="2"/>'))
    found = read("a.docx", with_notes(saved(document)))
    assert found.markdown == "# 1 Aim\n\nThe \\*note\\*.\n"
    assert found.lost["heading_notes"] == 1


def test_pictures_are_taken_by_their_content_and_others_are_counted():
    def fill(document):
        document.add_paragraph("See ").add_run().add_picture(io.BytesIO(PNG))

    found = words_of(fill)
    (picture,) = found.pictures.values()
    assert found.markdown == f"See ![]({picture.address})\n"
    assert (picture.content, picture.media_type, found.lost) == (PNG, "image/png", {"pictures_unnamed": 1})
    document = Document()
    fill(document)
    with zipfile.ZipFile(io.BytesIO(saved(document))) as archive:
        name = next(one for one in archive.namelist() if "/media/" in one)
    lied = read("a.docx", altered(saved(document), {name: b"<svg onload='alert(1)'/>"}))
    assert (lied.markdown, dict(lied.lost), lied.pictures) == ("See\n", {"pictures_kind": 1}, {})


def test_what_is_not_carried_over_is_said():
    def fill(document):
        first = document.add_paragraph("Kept")
        first._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="A"><w:r><w:t xml:space="preserve"> inserted</w:t></w:r></w:ins>'))
        first._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="A"><w:r><w:delText> deleted</w:delText></w:r></w:del>'))
        first.add_run(" hidden").font.hidden = True
        first._p.append(parse_xml('<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x=2</m:t></m:r></m:oMath>'))
        document.sections[0].header.paragraphs[0].text = "Draft of May"
        document.add_comment(first.runs[0], "Is this so?", "A", "A") if hasattr(document, "add_comment") else None
        box = document.add_paragraph("Anchor")
        box.add_run()._r.append(parse_xml(f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
                                          "<w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"))
        document.add_paragraph("Behind")

    found = words_of(fill)
    assert found.markdown == "Kept insertedx=2\n\nAnchor\n\nIn a box\n\nBehind\n"
    expected = {"inserted": 1, "deleted": 1, "hidden": 1, "formulas": 1, "headers": 1, "boxes": 1}
    assert {name: found.lost[name] for name in expected} == expected
    if hasattr(Document(), "add_comment"):
        assert found.lost["comments"] == 1


def test_a_table_of_contents_is_left_out_and_said():
    def fill(document):
        document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("1 Aim ..... 3", style="toc 1")
        document.add_heading("1 Aim", 1)

    found = words_of(fill)
    assert (found.markdown, found.lost) == ("# 1 Aim\n", {"contents": 1})


WORDS = st.text(st.sampled_from("ab Я*_`[]()#>-+.!<>&|:~={}\\1^/;"), min_size=1, max_size=30)


@settings(max_examples=300, deadline=None)
@given(WORDS)
def test_words_of_word_are_read_as_they_stood(words):
    source = start_escaped(" ".join(escaped(words).split()))
    body = source + "\n"
    assert [one.level for one in sections.parse(body)] in ([], [0])
    assert plain_text(body) == " ".join(words.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sets(st.sampled_from(["bold", "italic"]))), min_size=1, max_size=4))
def test_formatted_words_are_read_as_they_stood(runs):
    source = start_escaped(" ".join(written([Piece(words, frozenset(formats)) for words, formats in runs]).split()))
    assert "".join(plain_text(source).split()) == "".join("".join(words for words, _ in runs).split())


def test_a_whole_text_passes_the_check_of_a_version():
    def fill(document):
        document.add_heading("The Model", 0)
        for number in range(1, 30):
            document.add_heading(f"{number} Part", 1)
            document.add_paragraph("1. not a list # not a heading > nothing - at all")
            document.add_paragraph("===")
            document.add_paragraph("---")
            document.add_paragraph("# Not a heading")

    read_ = sections.parse(words_of(fill).markdown)
    check_text(read_)
    assert len(read_) == 30


def test_merged_fields_and_unknown_styles_do_no_harm():
    def fill(document):
        paragraph = document.add_paragraph("Words")
        paragraph._p.get_or_add_pPr().append(xml('<w:pStyle w:val="Nowhere"/>'))
        run = OxmlElement("w:r")
        run.append(OxmlElement("w:footnoteReference"))
        run[0].set(qn("w:id"), "77")
        paragraph._p.append(run)

    found = words_of(fill)
    assert re.fullmatch(r"Words\n", found.markdown)
    assert found.lost["notes_lost"] == 1

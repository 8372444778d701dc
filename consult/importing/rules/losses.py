"""What a file has that a text here has not: counted while it is read, and said, never dropped in silence."""
from collections import Counter
from collections.abc import Mapping

from consult.i18n import N_

#: In this order; %(count)s is how many there were.
SENTENCES = {
    "deleted": N_("Tracked deletions: %(count)s. They were taken as accepted: the deleted words are left out."),
    "inserted": N_("Tracked insertions: %(count)s. They were taken as accepted: the inserted words are in the text."),
    "comments": N_("Comments in the margin: %(count)s. They are left out and stay in your file."),
    "hidden": N_("Hidden passages: %(count)s. They are left out, because nobody sees them in Word either."),
    "pictures_kind": N_("Pictures of a kind that is not shown on pages: %(count)s. Save them as PNG or JPEG in your file and bring it in again."),
    "pictures_large": N_("Pictures that are too large: %(count)s. Make them smaller in your file (at most 4 MB and 40 million points each) and bring it in again."),
    "pictures_linked": N_("Pictures that stand in another file or on another site: %(count)s. Put them into your file and bring it in again."),
    "pictures_unnamed": N_("Pictures without a description: %(count)s. They were carried over; people who cannot see them need one: write it when you edit the text."),
    "boxes": N_("Text boxes: %(count)s. Their words stand behind the paragraph they belong to."),
    "headers": N_("Headers and footers: %(count)s. They are left out."),
    "objects": N_("Embedded objects, charts and diagrams: %(count)s. They are left out; where there was a picture of them, it was carried over."),
    "formulas": N_("Formulas: %(count)s. Only their letters and signs were carried over, in one line. Please check each."),
    "contents": N_("Table of contents: left out, %(count)s lines. The service makes its own."),
    "merged": N_("Merged cells in tables: %(count)s. Their words stand in the first cell, the others are empty."),
    "tables_inside": N_("Tables inside of tables: %(count)s. Their words stand in the cell, line by line."),
    "frames": N_("Tables of one cell, which only draw a frame: %(count)s. Their words stand as paragraphs."),
    "levels": N_("Headings below the sixth level: %(count)s. They stand on the sixth."),
    "heading_notes": N_("Footnotes of headings: %(count)s. Their words stand as a paragraph under the heading."),
    "heading_pictures": N_("Pictures in headings: %(count)s. They stand under the heading."),
    "endnotes": N_("Endnotes: %(count)s. They stand as footnotes of their section."),
    "notes_lost": N_("References to notes that are not in the file: %(count)s."),
    "capitals": N_("Passages shown in capitals or small capitals by their formatting: %(count)s. They stand as they were typed."),
    "links_inside": N_("Links to places inside the document: %(count)s. Their words stand without the link."),
    "links_refused": N_("Links to files or programs: %(count)s. Their words stand without the link."),
    "numbered": N_("Numbers that Word writes itself: %(count)s. They were reckoned and stand as text now; please check a few of them."),
    "symbols": N_("Signs of special fonts that no other font has: %(count)s. They are left out."),
    "markdown_pictures": N_("Pictures that the text refers to by an address: %(count)s. They are not part of the file; readers see a link where they stand on another site."),
    "markdown_html": N_("HTML in the text: %(count)s tags. Only simple formatting of words is shown."),
}
#: What changed nothing that a reader would miss; said below the rest.
MILD = frozenset({"inserted", "contents", "numbered", "endnotes", "frames", "boxes", "pictures_unnamed"})


def told(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The sentences that hold, the graver ones first, each with its number."""
    order = sorted((name for name in SENTENCES if counts.get(name)), key=lambda name: name in MILD)
    return [(SENTENCES[name], counts[name]) for name in order]


def new() -> Counter[str]:
    """Nothing lost yet."""
    return Counter()

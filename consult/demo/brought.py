"""A text that an editor has brought in from Word, and that waits in its preview: headings, a list, a table with merged cells, a picture."""
import io
import struct
import zlib

from docx import Document

from consult.demo.cast import Cast
from consult.importing import actions
from consult.importing.rules.reading import read

WIDE, HIGH = 480, 160


def bring(cast: Cast) -> None:
    """The second editor looks at a sample of a national law before it becomes a document."""
    cast.on(-.7, lambda: actions.take_in(cast.person("editor2"), "sample-law-on-clusters.docx", read("sample-law-on-clusters.docx", _law())))


def _law() -> bytes:
    """A small sample law as Word writes one."""
    document = Document()
    document.add_heading("SAMPLE: Law on clusters", 0)
    document.add_paragraph("This text was made for the demonstration. No party has such a law.")
    for number, heading in enumerate(("Aim", "Register", "Support", "Support"), start=1):
        document.add_heading(f"Article {number} {heading}", 1)
        document.add_paragraph("The ministry keeps a ").add_run("public register").bold = True
        for words in ("the members", "the seat", "the person who answers for the organisation"):
            document.add_paragraph(words, style="List Bullet")
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = ("Year", "Clusters", "Euro")[column] if row == 0 else str((2016 + row, 4 * row, 10_000 * row)[column])
    table.cell(1, 1).merge(table.cell(1, 2))
    document.add_paragraph().add_run().add_picture(io.BytesIO(_bars()))
    document.sections[0].header.paragraphs[0].text = "SAMPLE"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _bars() -> bytes:
    """Three bars as PNG."""
    rows = b"".join(b"\0" + b"".join(bytes((30, 100, 110) if x % 160 < 110 and HIGH - y < 40 * (1 + x // 160) else (244, 246, 246)) for x in range(WIDE)) for y in range(HIGH))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", WIDE, HIGH, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts)

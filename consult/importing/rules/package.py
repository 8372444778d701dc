"""A Word file as its parts: opened with every guard, read without entities or network, and handed on with some parts replaced."""
import io
import posixpath
import zipfile
from collections.abc import Mapping

from lxml import etree

from consult.errors import Invalid
from consult.evidence.rules import UNREADABLE
from consult.i18n import N_
from consult.importing.rules.guarding import Unsafe, opened

SIZE_MAX, UNPACKED_MAX, XML_MAX = 10 * 2**20, 150 * 2**20, 16 * 2**20
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
#: The strict form of the standard says the same under other names.
_STRICT = ((b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()), (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R.encode()),
           (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
           (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
           (b"http://purl.oclc.org/ooxml/drawingml/picture", b"http://schemas.openxmlformats.org/drawingml/2006/picture"))
_REFUSED = {
    Unsafe.PROTECTED: N_("The file is protected by a password, or it is in the old form of Word (.doc). Open it in Word, save it as .docx without a password and choose it again."),
    Unsafe.BOMB: N_("The file is far larger inside than it looks. Copy the text into a fresh document and choose that."),
    Unsafe.ENTITIES: N_("The file declares parts of its own that no word processor writes, so it is not read. Copy the text into a fresh document and choose that."),
    Unsafe.MACROS: N_("The file holds macros or programs. Save it as a plain Word document (.docx) without them and choose it again."),
    Unsafe.DAMAGED: N_("The file is damaged or no Word document. Open it in Word, save it anew as .docx and choose it again."),
}


def refuse(why: Unsafe) -> Invalid:
    """The refusal for a file that stays shut."""
    return Invalid(_REFUSED[why], field="file")


class Package:
    """The parts of one Word file."""

    def __init__(self, content: bytes):
        if not content:
            raise Invalid(N_("The file is empty."), field="file")
        if len(content) > SIZE_MAX:
            raise Invalid(N_("The file is larger than %(most)s MB. Large pictures are mostly the reason: let Word compress them, and choose it again."), field="file",
                          most=SIZE_MAX // 2**20)
        archive = opened(content, UNPACKED_MAX)
        if isinstance(archive, Unsafe):
            raise refuse(archive)
        self.archive, self.names = archive, set(archive.namelist())
        types = self.read("[Content_Types].xml")
        if b"macroenabled" in types.lower():
            raise refuse(Unsafe.MACROS)
        self.main = next(iter(self.related("", "officeDocument")), "word/document.xml")
        if self.main not in self.names:
            raise refuse(Unsafe.DAMAGED)

    def read(self, name: str) -> bytes:
        """The bytes of a part; empty if there is none."""
        if name not in self.names:
            return b""
        if self.archive.getinfo(name).file_size > (XML_MAX if name.endswith((".xml", ".rels")) else UNPACKED_MAX):
            raise refuse(Unsafe.BOMB)
        try:
            return self.archive.read(name)
        except UNREADABLE as error:
            raise refuse(Unsafe.DAMAGED) from error

    def tree(self, name: str) -> etree._Element | None:
        """A part as a tree, without entities, network or endless depth; None if there is none."""
        if not (content := self.read(name)):
            return None
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise refuse(Unsafe.DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise refuse(Unsafe.ENTITIES)
        return root

    def related(self, name: str, kind: str) -> list[str]:
        """The parts of a kind that a part refers to, in the file itself."""
        folder, own = posixpath.split(name)
        rels = self.tree(posixpath.join(folder, "_rels", f"{own}.rels"))
        found = [] if rels is None else [one.get("Target", "") for one in rels.iter(f"{{{_RELATED}}}Relationship")
                                         if one.get("Type", "").rsplit("/", 1)[-1] == kind and one.get("TargetMode") != "External"]
        paths = [posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target.lstrip("/") for target in found]
        return [path for path in paths if path in self.names]

    def with_parts(self, replaced: Mapping[str, bytes]) -> io.BytesIO:
        """The file once more, with some parts replaced and without those that nobody reads."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as written:
            for name in self.names:
                if name in replaced or "/media/" in name:
                    written.writestr(name, replaced[name] if name in replaced else self.read(name))
                elif (name == "[Content_Types].xml" or name.endswith(".rels")) and (tree := self.tree(name)) is not None:
                    written.writestr(name, etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))  # written anew: nothing in it was hidden from this reader
        return out


def w(name: str) -> str:
    """A name of WordprocessingML as lxml writes it."""
    return f"{{{W}}}{name}"


def said(element: etree._Element | None, path: str) -> str | None:
    """The value (w:val) of what stands under a path like "pPr/pStyle"; None where it does not stand."""
    found = None if element is None else element.find("/".join(map(w, path.split("/"))))
    return None if found is None else found.get(w("val"), "")


def holds(element: etree._Element | None, path: str) -> bool:
    """Whether a switch is there and not turned off."""
    return (value := said(element, path)) is not None and value not in {"0", "false", "off", "none"}

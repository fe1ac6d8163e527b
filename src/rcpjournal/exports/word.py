"""A Word file from a few parts of our own: real headings, lists and tables, in bytes that depend on the words alone.

The parts that never change lie beside this module in `word_parts/`. Nothing in the file says who made it or when, save
a name that the person chose.
"""

import io
import re
import zipfile
from importlib.resources import files
from xml.sax.saxutils import escape

from rcpjournal.core.words import safe

# Each part's name in the file, and the file here that holds it.
_FIXED = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
}
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_NO_XML = re.compile("[\ufffe\uffff]")


def word_file(title: str, name: str, body: str, *, styles: str = "styles.xml") -> bytes:
    """The parts in a zip without times of its own; not compressed, so that its bytes are the same everywhere.

    `body` is made of what `paragraph` gives; `styles` names the file of styles.
    """
    parts = {part: _file(own) for part, own in {**_FIXED, "word/styles.xml": styles}.items()}
    parts["docProps/core.xml"] = _file("core.xml").format(title=plain(title), name=plain(name))
    parts["word/document.xml"] = _file("document.xml").replace("{body}", body)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for part, text in parts.items():
            archive.writestr(_entry(part), text.encode())
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.create_system, entry.external_attr = 0, 0
    return entry


def _file(name: str) -> str:
    return files("rcpjournal.exports").joinpath("word_parts", name).read_text("utf-8").rstrip("\n")


def paragraph(runs: str, style: str = "Normal", more: str = "") -> str:
    """A paragraph of what `run` gives, in a style of the file."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def run(text: str, about: str = "") -> str:
    """Words as they are; new lines and tabs as Word has them."""
    if not text:
        return ""
    pieces = re.split("([\n\t])", safe(text))
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    inner = "".join(signs.get(piece) or f'<w:t xml:space="preserve">{plain(piece)}</w:t>' for piece in pieces if piece)
    style = f"<w:rPr>{about}</w:rPr>" if about else ""
    return f"<w:r>{style}{inner}</w:r>"


def plain(text: str) -> str:
    """Text as XML that cannot be anything else; the two characters that XML has no place for are named."""
    return escape(_NO_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", safe(text)), {'"': "&quot;"})

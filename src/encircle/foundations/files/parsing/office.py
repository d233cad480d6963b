"""Word and Excel files: an archive of XML in which every part must be of a kind that cannot act.

What is not on the lists is refused: a part of an unknown kind is no part of a letter or a table.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException, sax
from defusedxml import ElementTree as Defused

from .kinds import Kind
from .refusals import Refused, Why

MOST_PARTS = 3_000
MOST_UNPACKED = 150_000_000  # bytes, all parts together
STEEPEST = 300  # times larger than packed, for a part of more than a megabyte

_OOXML = "application/vnd.openxmlformats-officedocument."
MAIN = {
    f"{_OOXML}wordprocessingml.document.main+xml": Kind.WORD,
    f"{_OOXML}spreadsheetml.sheet.main+xml": Kind.EXCEL,
}
PICTURES = (
    "image/png",
    "image/jpeg",
    "image/jpg",
    "image/gif",
    "image/bmp",
    "image/tiff",
    "image/x-emf",
    "image/x-wmf",
)
HARMLESS = (*PICTURES, f"{_OOXML}spreadsheetml.printerSettings", f"{_OOXML}obfuscatedFont", "application/xml")
# In the name of a part's kind -> why it is not taken.
NOT_TAKEN = {
    "macroenabled": Why.MACROS,
    "vbaproject": Why.MACROS,
    "vbadata": Why.MACROS,
    "macrosheet": Why.MACROS,
    "dialogsheet": Why.MACROS,
    "activex": Why.ACTIVE_CONTENT,
    "oleobject": Why.ACTIVE_CONTENT,
    "package": Why.ACTIVE_CONTENT,
    "externallink": Why.LINKED,
    "connections": Why.LINKED,
    "querytable": Why.LINKED,
}
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
LINK_SCHEMES = ("http://", "https://", "mailto:", "tel:")
CALLS_A_PROGRAM = re.compile(rb"\bDDE(?:AUTO)?\b", re.IGNORECASE)
FIELDS = (b"instrText", b"w:instr", b"fldSimple", b"ddeLink")


class Archive:
    """The parts of a file, unpacked one by one under a limit."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Refused(Why.BROKEN) from error
        self.left = MOST_UNPACKED
        self._whole()

    @property
    def names(self) -> list[str]:
        return self.zip.namelist()

    def read(self, name: str) -> bytes:
        """Raises KeyError. What a part says of its own size is not believed."""
        try:
            with self.zip.open(name) as part:
                content = part.read(self.left + 1)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError, zlib.error) as error:
            raise Refused(Why.BROKEN) from error
        self.left -= len(content)
        if self.left < 0:
            raise Refused(Why.BOMB)
        return content

    def _whole(self) -> None:
        """One archive from the first byte to the last; no part lies in another; none is locked."""
        parts = sorted(self.zip.infolist(), key=lambda part: part.header_offset)
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refused(Why.BOMB)
        if any(part.file_size > 1_000_000 and part.file_size > STEEPEST * part.compress_size for part in parts):
            raise Refused(Why.BOMB)
        if any(part.flag_bits & 1 for part in parts):
            raise Refused(Why.PASSWORD)
        if len({part.filename.lower() for part in parts}) != len(parts) or any(_is_odd(p.filename) for p in parts):
            raise Refused(Why.TWO_IN_ONE)
        starts = [part.header_offset for part in parts] + [self.zip.start_dir]
        if any(b - a < p.compress_size + 30 for p, a, b in zip(parts, starts, starts[1:], strict=False)):
            raise Refused(Why.BOMB)
        if self.zip.comment or starts[0] != 0 or self.data[-22:-18] != b"PK\x05\x06" or b"%PDF-" in self.data[:1024]:
            raise Refused(Why.TWO_IN_ONE)


def _is_odd(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or "\0" in name or ":" in name


def recognised(data: bytes) -> Kind:
    kinds = set(_kinds(Archive(data)).values())
    for kind in kinds:
        for words, why in NOT_TAKEN.items():
            if words == "macroenabled" and words in kind.lower():
                raise Refused(why)
    main = [MAIN[kind] for kind in kinds if kind in MAIN]
    if len(main) != 1:
        raise Refused(Why.UNKNOWN_KIND)
    return main[0]


def checked_word(data: bytes) -> tuple[bytes, int]:
    _check(Archive(data))
    return data, 0


def checked_excel(data: bytes) -> tuple[bytes, int]:
    _check(Archive(data))
    return data, 0


def _check(archive: Archive) -> None:
    kinds = _kinds(archive)
    for name in archive.names:
        if name.endswith("/"):
            continue
        kind = kinds.get(name, "")
        _is_taken(name, kind)
        content = archive.read(name)
        if name.endswith(".rels"):
            _no_outside(xml(content))
        elif _is_xml(name, kind):
            _plain_xml(content)
            if any(field in content for field in FIELDS) and CALLS_A_PROGRAM.search(content):
                raise Refused(Why.STARTS_PROGRAM)


def _is_taken(name: str, kind: str) -> None:
    low = f"{kind} {name}".lower()
    for words, why in NOT_TAKEN.items():
        if words in kind.lower() and not (words == "package" and kind.startswith("application/vnd.openxmlformats-p")):
            raise Refused(why)
    if "vbaproject" in low or name.lower().endswith((".vba", ".vbs", ".js")):
        raise Refused(Why.MACROS)
    if "/embeddings/" in low or "/activex/" in low:
        raise Refused(Why.ACTIVE_CONTENT)
    if name.endswith(".rels") or name == "[Content_Types].xml" or _is_xml(name, kind) or kind in HARMLESS:
        return
    raise Refused(Why.ACTIVE_CONTENT)


def _is_xml(name: str, kind: str) -> bool:
    return kind.endswith("+xml") or (kind in ("application/xml", "text/xml", "") and name.lower().endswith(".xml"))


def _kinds(archive: Archive) -> dict[str, str]:
    """Each part's kind, as the archive's own list gives it: by name, else by ending."""
    try:
        listed = xml(archive.read("[Content_Types].xml"))
    except KeyError as error:
        raise Refused(Why.UNKNOWN_KIND) from error
    by_ending = {_get(e, "Extension").lower(): _get(e, "ContentType") for e in listed.findall(f"{TYPES}Default")}
    by_name = {_get(e, "PartName").lstrip("/"): _get(e, "ContentType") for e in listed.findall(f"{TYPES}Override")}
    return {n: by_name.get(n, by_ending.get(n.rpartition(".")[2].lower(), "")) for n in archive.names}


def _get(element: Element, name: str) -> str:
    return element.get(name, "")


def xml(content: bytes) -> Element:
    try:
        found: Element = Defused.fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused(Why.ENTITIES) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refused(Why.BROKEN) from error
    return found


def _plain_xml(content: bytes) -> None:
    """Read through without keeping it: a long sheet needs no tree to be looked at."""
    try:
        sax.parseString(content, ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused(Why.ENTITIES) from error
    except (SAXException, ValueError, LookupError) as error:
        raise Refused(Why.BROKEN) from error


def _no_outside(relations: Element) -> None:
    for why in _outside(relations):
        raise Refused(why)


def _outside(relations: Element) -> Iterator[Why]:
    """Only a link to be clicked may lead out; whatever is fetched by itself, or is another file, is not taken."""
    for relation in relations.iter(RELATIONS):
        kind = _get(relation, "Type").rpartition("/")[2].lower()
        if _get(relation, "TargetMode").lower() == "external":
            to_click = kind == "hyperlink" and _get(relation, "Target").lower().startswith((*LINK_SCHEMES, "#"))
            if not to_click:
                yield Why.LINKED
        elif kind in ("vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet"):
            yield Why.MACROS
        elif kind in ("oleobject", "package", "control", "activexcontrolbinary", "afchunk", "subdocument"):
            yield Why.ACTIVE_CONTENT
        elif kind in ("attachedtemplate", "externallink", "connections", "querytable"):
            yield Why.LINKED

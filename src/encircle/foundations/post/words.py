"""What a letter says: that something is waiting, and the address of the site. No name, no case, no reference."""

from django.conf import settings

from encircle.foundations.accounts.secrets import unseal

from .models import Letter, LetterKind

LINK = "link in a letter"
OPENINGS = {
    LetterKind.WAITING: "Something is waiting for you. Sign in to read it:",
    LetterKind.URGENT: "Something urgent is waiting for you. Please sign in as soon as you can:",
    LetterKind.ACCOUNT: "Something changed in your account. Sign in to see what:",
    LetterKind.LINK: "You are invited to sign in. This address works once, for seven days:",
}
CLOSING = (
    "This message says nothing about anybody, on purpose. Please do not answer it: nobody reads the answers.\n"
    "If you did not expect it, you need do nothing."
)


def subject_and_body(letter: Letter) -> tuple[str, str]:
    address = f"{settings.SITE_ADDRESS}/"
    if letter.kind == LetterKind.LINK and letter.link:
        address = settings.SITE_ADDRESS + unseal(bytes(letter.link), purpose=LINK, place=str(letter.pk)).decode()
    return str(LetterKind(letter.kind).label), f"{OPENINGS[LetterKind(letter.kind)]}\n\n{address}\n\n{CLOSING}\n"

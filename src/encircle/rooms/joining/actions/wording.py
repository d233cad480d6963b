"""Change what people are asked to agree to, from a day on. What was agreed before stays agreed in the words it had."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..models import FormOfWords
from ..vocabulary import Audience, Style
from ..wording import PICTURES, Words, unknown_pictures

ITEM = "joining.formofwords"


@transaction.atomic
def set_words(
    audience: Audience, style: Style, words: Words, *, starts_on: date, id: UUID, by: Actor, at: datetime
) -> None:
    """Raises NotAllowed or Invalid. The same form sent twice is kept once."""
    if FormOfWords.objects.filter(pk=id).exists():
        return
    if not by.may(May.SET_STANDARD):
        raise NotAllowed("The operations manager sets what people are asked to agree to.")
    _check(words, starts_on, at)
    row = FormOfWords(
        id=id, audience=audience, style=style, starts_on=starts_on, title=" ".join(words.title.split()),
        lines=words.lines.strip().replace("\r\n", "\n"), set_by_id=by.user_id, set_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            FormOfWords.objects.bulk_create([row])
    except IntegrityError:
        raise Invalid({"starts_on": "Words for that day are set already. Choose another day"}) from None
    record(Verb.CREATED, ITEM, id, by=by.acting, detail=starts_on.isoformat())


def _check(words: Words, starts_on: date, at: datetime) -> None:
    errors = {}
    if not words.title.strip():
        errors["title"] = "Enter a title"
    if not words.lines.strip():
        errors["lines"] = "Enter what they agree to, one statement a line"
    elif unknown := unknown_pictures(words.lines):
        errors["lines"] = f"There is no picture “{unknown[0]}”. Use {', '.join(PICTURES)}"
    if starts_on < in_london(at).date():
        errors["starts_on"] = "The first day must be today or later"
    if errors:
        raise Invalid(errors)

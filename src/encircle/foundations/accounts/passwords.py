"""Which passwords are refused, with nothing asked of the network.

Three nets. Length: twelve characters. Django's list of the 20,000 passwords found most often in breaches. And zxcvbn,
which takes a password apart (30,000 breached passwords, names, English words, keyboard runs, repeats, years, letters
swapped for digits) and so also refuses their longer variants, such as "Liverpool2024!": what a list of whole
passwords cannot know. What it does not cover: a long, unusual password that was breached all the same.
"""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn  # type: ignore[import-untyped]

from .charity import charity_name

SHORTEST = 12
LONGEST_WEIGHED = 72  # what follows only adds strength, and weighing it takes long
LEAST_SCORE = 3  # of 4: at least a hundred million guesses


class LengthValidator:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(f"Password must be {SHORTEST} characters or more")

    def get_help_text(self) -> str:
        return f"Use {SHORTEST} characters or more. Three or four words that have nothing to do with you are easiest."


class CommonValidator(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Password is one of those tried first. Choose another"

    def get_help_text(self) -> str:
        return ""


class OwnWordsValidator:
    """Nothing that somebody who knows the person or the charity would try first."""

    def validate(self, password: str, user: Any = None) -> None:
        typed = _plain(password)
        if any(word in typed for word in own_words(user)):
            raise ValidationError("Password must not contain your name, your email address or the charity’s name")

    def get_help_text(self) -> str:
        return ""


class StrengthValidator:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < SHORTEST:
            return
        weighed = zxcvbn(password[:LONGEST_WEIGHED], user_inputs=list(own_words(user)))
        if weighed["score"] < LEAST_SCORE:
            raise ValidationError("Password is too easy to guess. Add another word or two")

    def get_help_text(self) -> str:
        return ""


def own_words(user: Any) -> set[str]:
    name, email = getattr(user, "name", ""), getattr(user, "email", "")
    local, _, domain = email.partition("@")
    long_enough = {word for word in map(_plain, re.split(r"[\s.\-_]+", f"{name} {local}")) if len(word) >= 4}
    whole = {_plain(charity_name()), _plain(domain.partition(".")[0]), _plain(local), _plain(name)}
    return long_enough | {word for word in whole if len(word) >= 4}


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", words.casefold())

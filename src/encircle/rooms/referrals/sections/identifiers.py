"""Numbers by which other services know a person: tidied into the form those services write, or refused with a sentence.

Formats: PNC and CRO numbers carry a check letter (the number modulo 23); an NHS number carries a check digit (modulo
11); prison number, CRN and National Insurance number have a fixed shape. Published by NHS England, HM Revenue and
Customs and HM Prison and Probation Service.
"""

import re
import unicodedata
from collections.abc import Callable

CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
PNC = re.compile(r"([0-9]{4}|[0-9]{2})/?([0-9]{1,7})([A-Z])")
CRO = re.compile(r"([0-9]{1,6})/([0-9]{2})([A-Z])")
CRO_SINGLE_FILE = re.compile(r"SF([0-9]{2})/([0-9]{1,6})([A-Z])")
PRISON_NUMBER = re.compile(r"[A-Z][0-9]{4}[A-Z]{2}")
CRN = re.compile(r"[A-Z][0-9]{6}")
NATIONAL_INSURANCE = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")
YOUTH_JUSTICE = re.compile(r"[A-Z0-9][A-Z0-9/-]{2,19}")


class WrongIdentifier(ValueError):
    """What was typed is no such number. The message is fit for the person."""


def tidy(kind: str, typed: str) -> str:
    """The number as its service writes it. Raises WrongIdentifier."""
    plain = re.sub(r"[\s.]+", "", unicodedata.normalize("NFKC", typed)).upper()
    return CHECKS[kind](plain)


def _pnc(plain: str) -> str:
    found = PNC.fullmatch(plain)
    if not found:
        raise WrongIdentifier("PNC number must be a year, 7 numbers and a letter, like 2001/0034567M")
    year, serial, letter = found[1], found[2].zfill(7), found[3]
    _check_letter("PNC number", year[-2:] + serial, letter)
    return f"{_whole(year)}/{serial}{letter}"


def _whole(year: str) -> str:
    """PNC numbers began in the twentieth century: a short year from 50 on belongs to it."""
    return year if len(year) == 4 else ("19" if int(year) >= 50 else "20") + year


def _cro(plain: str) -> str:
    single, usual = CRO_SINGLE_FILE.fullmatch(plain), CRO.fullmatch(plain)
    if single:
        _check_letter("CRO number", single[1] + single[2], single[3])
        return f"SF{single[1]}/{single[2]}{single[3]}"
    if not usual:
        raise WrongIdentifier("CRO number must be numbers, a year and a letter, like 123456/08T")
    _check_letter("CRO number", usual[2] + usual[1].zfill(6), usual[3])
    return f"{usual[1].zfill(6)}/{usual[2]}{usual[3]}"


def _check_letter(name: str, digits: str, letter: str) -> None:
    if CHECK_LETTERS[int(digits) % 23] != letter:
        raise WrongIdentifier(f"{name} has a wrong letter at the end. Check every number and the letter")


def _nhs(plain: str) -> str:
    digits = plain.replace("-", "")
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise WrongIdentifier("NHS number must be 10 numbers, like 943 476 5919")
    if (11 - sum(int(d) * (10 - place) for place, d in enumerate(digits[:9])) % 11) % 11 != int(digits[9]):
        raise WrongIdentifier("NHS number is not right. Check every number")
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def _national_insurance(plain: str) -> str:
    if not NATIONAL_INSURANCE.fullmatch(plain):
        raise WrongIdentifier("National Insurance number must be 2 letters, 6 numbers and a letter, like QQ 12 34 56 C")
    return f"{plain[:2]} {plain[2:4]} {plain[4:6]} {plain[6:8]} {plain[8]}"


def _shaped(shape: re.Pattern[str], sentence: str) -> Callable[[str], str]:
    def check(plain: str) -> str:
        if not shape.fullmatch(plain):
            raise WrongIdentifier(sentence)
        return plain

    return check


CHECKS: dict[str, Callable[[str], str]] = {
    "pnc": _pnc,
    "cro": _cro,
    "prison_number": _shaped(PRISON_NUMBER, "Prison number must be a letter, 4 numbers and 2 letters, like A1234BC"),
    "crn": _shaped(CRN, "CRN must be a letter and 6 numbers, like X123456"),
    "nhs": _nhs,
    "national_insurance": _national_insurance,
    "youth_justice": _shaped(
        YOUTH_JUSTICE, "Youth justice number must be 3 to 20 letters and numbers, as it stands on the Asset"
    ),
}

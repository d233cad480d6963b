"""What somebody writes who applies to volunteer. Invented, like everything here."""

from collections.abc import Mapping

WRITTEN: Mapping[str, Mapping[str, str | list[str]]] = {
    "who": {
        "born_on_day": "14", "born_on_month": "6", "born_on_year": "1975",
        "address": "22 Invented Terrace\nSampleton\nZZ11 1ZZ",
        "addresses": "4 Pretend Street, Sampleton: March 2021 to August 2023", "phone": "01632 960217",
    },
    "availability": {
        "evenings": ["mon", "tue", "thu"], "afternoons": ["sat"],
        "rhythm": "Every other Thursday I finish late and would come straight from work.",
    },
    "travel": {"outward": "ZZ11", "travels_by": ["public", "bicycle"], "how_far": "10"},
    "brings": {
        "languages": "Polish, a little British Sign Language",
        "experience": "Eleven years behind the counter of a library, and two as a befriender by telephone.",
    },
    "reasons": {
        "why": "I heard a talk and could not stop thinking about it. I would like there to be no more victims, and I "
        "think that nobody gets better alone.",
        "hard": "Hearing things I would rather not hear, and not being able to tell my family about it.",
    },
    "lived": {"lived": "yes"},
    "declarations": {"unspent": "no", "not_protected": "no", "barred": "no"},
    "referees": {
        "referee1_name": "Morwen Attleborough", "referee1_knows": "My manager at the library, eight years",
        "referee1_email": "morwen.attleborough@post.example",
        "referee2_name": "Father Ignatius Peverell", "referee2_knows": "My neighbour and friend, fifteen years",
        "referee2_post": "The Old Vicarage, Sampleton",
    },
    "true": {"true": "on", "kept": "on"},
}  # fmt: skip
REFERENCE: Mapping[str, str | list[str]] = {
    "known": "She has worked beside me at the library for eight years.",
    "relied": "Always. In the flood she opened the building alone and stayed until everybody was dry.",
    "differs": "Patient and straight. She says what she thinks and is still spoken to afterwards.",
    "worry": "Nothing.",
    "recommend": "yes",
}

"""What the demonstration says: respectful, varied, long enough, and never about an offence."""

import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache

from encircle.demo.canaries import CanaryBook, canary_token, find_canaries
from encircle.demo.people import PERSONAL_DOMAINS
from encircle.demo.places import AGENCIES
from encircle.demo.plan import CharityPlan, passages_of, plan_charity

NOW = datetime(2026, 3, 18, 12, 7, tzinfo=UTC)
# Whole words, or beginnings marked with a star, that have no place anywhere in the demonstration's words.
BARRED = (
    "sex* rape* raping rapist* abus* molest* paedo* pedo* pervert* predator* nonce* porn* erotic* genital* incest* "
    "groom* fetish* arous* naked* nude* indecen* assault* masturb* intercourse victim* perpetrator* criminal* convict* "
    "felon* monster* beast* inmate* addict* retard* schizo* psycho crazy lunatic junkie* "
    "alcoholic* slut* whore* prostitut* lewd obscen* exhibitionis* voyeur* deviant* offenc* offens* offended offending"
)
LABEL = re.compile(r"\boffenders?\b(?! manager)", re.IGNORECASE)
WORDS = re.compile(r"\b(?:" + "|".join(word.replace("*", r"\w*") for word in BARRED.split()) + r")\b", re.IGNORECASE)


@cache
def plan() -> CharityPlan:
    return plan_charity(now=NOW)


@cache
def passages() -> list:
    return [passage for each in plan().minutes if each.versions for passage in passages_of(each, 1)]


@cache
def everything() -> list[str]:
    texts = [passage.text for each in plan().minutes for version in each.versions
             for passage in passages_of(each, version.number)]  # fmt: skip
    texts += [remark.text for each in plan().minutes for remark in each.remarks]
    texts += [each.text for each in plan().concerns] + [step.reason for each in plan().concerns for step in each.steps]
    texts += [each.text for each in plan().developments] + [each.text for each in plan().releases]
    texts += [each.reason for each in plan().grounds] + [each.reason for each in plan().break_glass]
    texts += [text for each in plan().breaches for _, _, text in each.accounts]
    texts += [each.note for each in plan().enquiries]
    texts += [text for each in plan().referrals for text in written_in(each)]
    texts += [text for each in plan().judgings for _, _, text in each.evidence]
    texts += [text for each in plan().judgings for text in (each.whole, each.told, *(m.words for m in each.members))]
    return texts


def written_in(referral) -> list[str]:
    """What somebody put into words: answers that are longer than a code, a name or a number."""
    typed = [draft.kept["typed"] for draft in referral.drafts] + [kept["values"] for _, kept in referral.sections]
    return [text for answers in typed for text in answers.values() if isinstance(text, str) and len(text.split()) > 6]


def test_no_word_of_an_offence_and_no_label_is_ever_used():
    found = Counter(word.lower() for text in everything() for word in WORDS.findall(text))
    labels = [text for text in everything() if LABEL.search(text)]

    assert found == {}
    assert labels == []


def test_the_list_of_barred_words_would_find_one():
    assert WORDS.search("A sexual remark.")
    assert LABEL.search("He is an offender.")
    assert not LABEL.search("The police offender manager rang.")


def test_passages_with_the_core_member_are_of_a_readable_length():
    lengths = [len(each.text.split()) for each in passages() if each.part == "with_core_member"]

    assert min(lengths) >= 80
    assert max(lengths) <= 430


def test_meetings_do_not_read_alike():
    texts = [each.text for each in passages() if each.part != "contact"]
    openings = Counter(" ".join(text.split()[:30]) for text in texts)

    assert len(set(texts)) == len(texts)
    assert openings.most_common(1)[0][1] <= 6


def test_nothing_is_left_to_fill_in():
    assert [text for text in everything() if re.search(r"[{}|\[\]]|\bNone\b|  ", text)] == []


def test_sentences_begin_with_a_capital_letter():
    small = [text for text in everything() if re.search(r"(?:^|[.?!] )[a-z]", text.replace("rang? ", ""))]

    assert small == []


def test_addresses_lead_nowhere():
    people = plan().people.values()

    assert {each.email.rsplit(".", 1)[-1] for each in people if each.email} == {"example"}
    known = {each.domain for each in AGENCIES} | {*PERSONAL_DOMAINS, "lanternway.example"}
    assert {each.email.split("@")[1] for each in people if each.email} <= known
    assert len({each.email for each in people if each.email}) == sum(1 for each in people if each.email)


def test_telephone_numbers_come_from_the_ranges_kept_for_drama():
    drama = re.compile(r"07700 900\d{3}|01632 960 ?\d{3}|0117 496 0\d{3}|020 7946 0\d{3}|03069 990\d{3}")
    numbers = [each.telephone for each in plan().people.values()] + [plan().charity.urgent_telephone]

    assert [number for number in numbers if not drama.fullmatch(number)] == []


def test_postcodes_are_in_no_use():
    assert {each.postcode[:2] for each in plan().people.values()} == {"ZZ"}


def test_no_two_people_share_a_name():
    names = Counter(each.name for each in plan().people.values())

    assert names.most_common(1)[0][1] == 1


def test_a_surname_of_the_cast_belongs_to_nobody_else():
    surnames = Counter(each.surname for each in plan().people.values())

    assert {each.surname: surnames[each.surname] for each in plan().people.values() if each.is_cast} == {
        each.surname: 1 if each.key not in ("yan", "pam") else 2 for each in plan().people.values() if each.is_cast
    }


def test_canaries_are_unique_and_say_whose_they_are():
    book = plan().canaries
    tokens = [canary.token for canary in book]

    assert len(tokens) == len(set(tokens)) == len(book)
    assert all(find_canaries(f"<p>{token.upper()}</p>") == {token} for token in tokens)
    assert all(book.owner(token).token == token for token in tokens)


def test_every_passage_of_circle_one_carries_a_canary_of_its_author_and_topic():
    book = plan().canaries
    for each in plan().minutes:
        if each.circle == "a1" and each.versions:
            for passage in passages_of(each, 1):
                owners = {(c.person, c.kind, c.circle, c.number) for c in book.found_in(passage.text)}
                assert owners == {(each.author, f"minutes:{passage.topic}", "a1", each.brief.number)}


def test_every_concern_and_development_carries_a_canary():
    book = plan().canaries

    assert all(len(book.found_in(each.text)) == 1 for each in (*plan().concerns, *plan().developments))


def test_every_enquiry_and_every_form_carries_a_canary():
    for each in plan().enquiries:
        assert {known.kind for known in plan().canaries.found_in(each.note)} == {"enquiry"}
    for each in plan().referrals:
        if each.sections:
            assert {known.kind for known in plan().canaries.found_in(str(each.sections))} == {"referral"}


def test_every_assessment_carries_a_canary():
    for each in plan().judgings:
        assert {known.kind for known in plan().canaries.found_in(each.whole)} == {"judging"}


def test_a_canary_cannot_be_guessed_from_another_seed():
    assert canary_token(seed=1, person="vera", kind="concern") != canary_token(seed=2, person="vera", kind="concern")


def test_a_book_knows_nothing_that_it_did_not_hand_out():
    book = CanaryBook(1)
    token = book.mark(person="vera", kind="concern", circle="a1")
    stray = canary_token(seed=1, person="vic", kind="concern", circle="a1")

    assert {canary.person for canary in book.found_in(f"{token} and {stray}")} == {"vera"}

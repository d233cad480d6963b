"""Agreements in force and lapsed; whose domain an address is at."""

from datetime import date

import pytest

from encircle.rooms.partners.policy import Agreement, AgreementState, agreement_state, domains, is_at_one_of

TODAY = date(2026, 3, 10)


def agreement(starts, ends=None, review=date(2027, 1, 1)):
    return Agreement(starts, ends, review)


@pytest.mark.parametrize(
    ("agreements", "state"),
    [
        ([], AgreementState.NONE),
        ([agreement(date(2025, 1, 1))], AgreementState.IN_FORCE),
        ([agreement(date(2025, 1, 1), ends=TODAY)], AgreementState.LAPSING),
        ([agreement(date(2025, 1, 1), ends=date(2026, 3, 9))], AgreementState.LAPSED),
        ([agreement(date(2025, 1, 1), review=TODAY)], AgreementState.TO_REVIEW),
        ([agreement(date(2026, 3, 11))], AgreementState.TO_COME),
        ([agreement(date(2025, 1, 1), ends=date(2026, 3, 20)), agreement(date(2026, 3, 21))], AgreementState.IN_FORCE),
        ([agreement(date(2025, 1, 1), ends=date(2026, 3, 20)), agreement(date(2026, 3, 23))], AgreementState.LAPSING),
        ([agreement(date(2020, 1, 1), ends=date(2021, 1, 1)), agreement(date(2025, 1, 1))], AgreementState.IN_FORCE),
    ],
)
def test_where_an_agreement_stands(agreements, state):
    assert agreement_state(agreements, TODAY) is state


def test_domains_are_read_as_people_type_them():
    assert domains(" @Police.Example,\nhants.pnn.police.uk; police.example ") == [
        "police.example",
        "hants.pnn.police.uk",
    ]
    assert domains("") == []


@pytest.mark.parametrize("wrong", ["police", "a@police.example", "police..example", "-police.example", "po lice"])
def test_what_is_no_domain_is_named(wrong):
    with pytest.raises(ValueError, match=r".+"):
        domains(wrong)


def test_a_subdomain_is_another_domain():
    known = ["police.example"]
    assert is_at_one_of("Omar@Police.example", known)
    assert not is_at_one_of("omar@evil.police.example", known)
    assert not is_at_one_of("omar@police.example.evil.example", known)

"""Passwords that others would try are refused, with nothing asked of the network."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.cast import plant_cast

OWN = "Password must not contain your name, your email address or the charity’s name"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("heron-otter", "Password must be 12 characters or more"),
        ("1q2w3e4r5t6y", "Password is one of those tried first. Choose another"),
        ("Liverpool2024!", "Password is too easy to guess. Add another word or two"),
        ("qwertyuiop[]12", "Password is too easy to guess. Add another word or two"),
        ("aaaaaaaaaaaaaaaa", "Password is too easy to guess. Add another word or two"),
        ("applegarth-seven-kites", OWN),
        ("Apple.Garth.seven.kites", OWN),
        ("seven kites for vera", OWN),
        ("demonstration circles!", OWN),
        ("a-people-of-seven-kites", OWN),
    ],
)
def test_refused(db, password, said):
    cast = plant_cast()
    with pytest.raises(ValidationError) as refused:
        validate_password(password, cast.vera)
    assert said in refused.value.messages


@pytest.mark.parametrize("password", ["tuesday lamp orbit", "gravel-lantern-otter-9", "x7#Kq9!mVz2&"])
def test_accepted(db, password):
    validate_password(password, plant_cast().vera)


def test_a_very_long_password_is_weighed_quickly(db):
    validate_password("seven kites above the old harbour " * 5, plant_cast().vera)

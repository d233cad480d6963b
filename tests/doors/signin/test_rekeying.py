"""After a new key: what lasts is encrypted anew, and then the former key can go."""

import pytest

from encircle.common.errors import Refusal
from encircle.config.commands import rekey
from tests.cast import plant_cast
from tests.support.logins import code_of, give_app, give_password, type_password

NEW = "ab" * 32


@pytest.fixture
def cast(db):
    cast = plant_cast()
    give_app(give_password(cast.vera))
    return cast


def signs_in(cast, client):
    type_password(client, cast.vera.email)
    return client.post("/sign-in/second-factor", {"code": code_of()}).status_code == 302


def test_second_factors_outlive_the_former_key(cast, client, settings, capsys):
    former, settings.FIELD_KEY = settings.FIELD_KEY, NEW
    settings.OLD_FIELD_KEYS = [former]
    assert rekey.run(None) == 0
    assert rekey.run(None) == 0
    assert capsys.readouterr().out == (
        "1 second factors and 0 people's keys encrypted anew.\n0 second factors and 0 people's keys encrypted anew.\n"
    )
    settings.OLD_FIELD_KEYS = []
    assert signs_in(cast, client)


def test_without_the_former_key_nothing_is_changed_and_it_says_so(cast, client, settings):
    former, settings.FIELD_KEY = settings.FIELD_KEY, NEW
    with pytest.raises(Refusal, match="Put every former key"):
        rekey.run(None)
    settings.FIELD_KEY = former
    assert signs_in(cast, client)

"""Person keys wrapped with a former key of the charity, wrapped anew with the present one. No document is touched."""

from encircle.foundations.access.identity import acting_as, system

from .envelope import present_name, unwrap_person_key, wrap_person_key
from .models import PersonKey
from .row_policies import KEYKEEPER


def rekey_people() -> int:
    """Returns how many. Raises Unreadable, and changes nothing, where a former key is missing."""
    with acting_as(system(KEYKEEPER)):
        old = list(PersonKey.objects.exclude(master=present_name()).select_for_update())
        for row in old:
            key = unwrap_person_key(row.master, bytes(row.wrapped), row.subject_id)
            name, wrapped = wrap_person_key(key, row.subject_id)
            PersonKey.objects.filter(pk=row.pk).update(master=name, wrapped=wrapped)
    return len(old)

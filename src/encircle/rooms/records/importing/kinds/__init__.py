"""One module a sheet, in the order in which the sheets lean on each other."""

from collections.abc import Sequence

from .agencies import Agencies, Agreements
from .applicants import Applicants
from .areas import Areas
from .base import Importer
from .circles import Circles
from .consents import Consents
from .meetings import Meetings
from .people import Carers, CoreMembers, Volunteers
from .professionals import Professionals
from .seats import Seats

IMPORTERS: Sequence[type[Importer]] = (
    Areas,
    Agencies,
    Agreements,
    Professionals,
    Volunteers,
    Applicants,
    CoreMembers,
    Carers,
    Circles,
    Seats,
    Meetings,
    Consents,
)

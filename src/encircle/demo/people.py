"""Plainly invented people: given names from everywhere, surnames from hedgerows, addresses that lead nowhere.

E-mail addresses end in `.example`, which no one can own (RFC 2606). Telephone numbers come only from the ranges
Ofcom keeps for drama. Streets, towns and postcodes are invented (no postcode in use begins with ZZ).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, product
from random import Random

from .chance import chance, pick, shuffled

CHARITY_DOMAIN = "lanternway.example"
PERSONAL_DOMAINS = ("post.example", "letterbox.example", "hedgemail.example")


def _words(text: str, apart: str = " ") -> tuple[str, ...]:
    return tuple(text.split(apart))


WOMEN = _words(
    "Abena Adaeze Agnieszka Aisha Alwen Amara Amrit Anjali Anneka Anwen Asha Ayesha Beatriz Bethan Blessing Brigid "
    "Bronwen Catalina Chidinma Ciara Daniela Delphine Demelza Dilys Dorota Efua Eilidh Elowen Emine Esme Fatima "
    "Femi Florence Gita Gwen Halima Harriet Ines Ingrid Iris Isla Jasmine Jaya Joan Kalina Katya Keziah Kerensa "
    "Lakshmi Leila Lowenna Lucia Magda Mairead Maryam Mei Mina Miriam Morwenna Nasreen Nerys Niamh Noor Oksana "
    "Olivia Parveen Priya Rhiannon Rosalind Rukhsana Ruth Samira Saoirse Shanice Simran Sunniva Tamsin Temperance "
    "Thandiwe Ursula Wanjiru Winifred Yasmin Yewande Yuki Zainab Zofia Zuleika"
)
MEN = _words(
    "Abdul Adrian Akin Alasdair Aleksander Amir Andrzej Anil Arthur Aziz Babatunde Bartek Benedict Bilal Bryn Callum "
    "Cedric Chidi Conor Dafydd Darius Davor Declan Delroy Denzel Dewi Dilip Edmund Emeka Emrys Farid Fergus Fintan "
    "Florin Gareth Gethin Gopal Gwyn Hamza Harjit Hassan Hugo Idris Imran Ivan Jago Jamal Jerome Joachim Jowan Kamal "
    "Kenji Kofi Kwame Laszlo Leon Linus Lorcan Malachi Marek Mehmet Merlin Mihai Nathan Nikhil Obi Oisin Osman Owain "
    "Pavel Percival Petroc Rafael Rajan Rhys Rohan Samuel Sanjay Seamus Stefan Sunil Tadeusz Tariq Tobias Tomasz "
    "Tudor Tunde Viktor Wilfred Winston Yusuf Zoltan"
)

HEDGE = _words(
    "Alder Amber Barley Bilberry Bramble Briar Burnet Campion Catkin Celandine Chicory Clover Cobble Comfrey Damson "
    "Elder Fennel Foxglove Gorse Hawkbit Juniper Knapweed Larkspur Linden Lovage Mallow Marigold Meadow Medlar Nettle "
    "Oxeye Pepper Pimpernel Plum Primrose Quill Quince Ragwort Saffron Samphire Sedge Sorrel Speedwell Tansy Teasel "
    "Thistle Thyme Vetch Yarrow"
)
GROUND = _words("by wick mere holt beck stead fold garth thwaite down dale marsh bank gate croft")

STREETS = _words(
    "Teasel Row;Curlew Lane;Quince Street;Old Ropewalk Yard;Saffron Terrace;Bellfounders Hill;Medlar Close;"
    "Lamplighter Way;Cobnut Avenue;Otterpool Road;Thimble Court;Heronsgate;Weaver's Tenter;Barleycorn Walk;"
    "Primrose Steps;Pepperpot Lane;Sailmaker's Row;Dovecote Mews;Larkspur Road;Millrace Street;Yarrow Gardens;"
    "Candlewick Street;Blackthorn Rise;Fiddler's Green;Knapweed Drive;Orchard Slip;Skylark Crescent;Tollgate End",
    apart=";",
)


@dataclass(frozen=True, slots=True)
class Pronouns:
    he: str
    him: str
    his: str
    himself: str


HE = Pronouns("he", "him", "his", "himself")
SHE = Pronouns("she", "her", "her", "herself")


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    given: str
    surname: str
    pronouns: Pronouns
    kind: str  # staff, volunteer, applicant, professional, core member, carer, trustee
    email: str | None
    telephone: str
    address: tuple[str, ...]
    postcode: str
    born_on: date | None
    canary: str
    is_cast: bool = False

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"


@dataclass(frozen=True, slots=True)
class CastMember:
    given: str
    surname: str
    pronouns: Pronouns
    kind: str
    age: int


CAST: Mapping[str, CastMember] = {
    "cora": CastMember("Cora", "Fernleigh", SHE, "staff", 41),
    "colin": CastMember("Colin", "Marlpit", HE, "staff", 52),
    "olga": CastMember("Olga", "Quillfeather", SHE, "staff", 57),
    "vera": CastMember("Vera", "Applegarth", SHE, "volunteer", 63),
    "vic": CastMember("Vic", "Hollowell", HE, "volunteer", 34),
    "petra": CastMember("Petra", "Nightingale", SHE, "professional", 38),
    "omar": CastMember("Omar", "Stonecrop", HE, "professional", 45),
    "hana": CastMember("Hana", "Willowherb", SHE, "professional", 36),
    "ravi": CastMember("Ravi", "Clovergate", HE, "professional", 29),
    "mark": CastMember("Mark", "Hazelgrove", HE, "core member", 47),
    "sena": CastMember("Sena", "Brackenbury", SHE, "staff", 49),
    "cleo": CastMember("Cleo", "Thistlewood", SHE, "staff", 33),
    "nina": CastMember("Nina", "Saltmarsh", SHE, "volunteer", 27),
    "paul": CastMember("Paul", "Meadowsweet", HE, "professional", 31),
    "yan": CastMember("Yan", "Pepperbeck", HE, "core member", 16),
    "pam": CastMember("Pam", "Pepperbeck", SHE, "carer", 44),
    "ida": CastMember("Ida", "Comfreydown", SHE, "staff", 55),
    "sol": CastMember("Sol", "Mallowmere", HE, "staff", 60),
    "fiona": CastMember("Fiona", "Teaselthwaite", SHE, "staff", 46),
    "tess": CastMember("Tess", "Wrenfield", SHE, "trustee", 66),
    "dana": CastMember("Dana", "Pebblebrook", SHE, "staff", 50),
    "adam": CastMember("Adam", "Larkspur", HE, "staff", 30),
    "xena": CastMember("Xena", "Copperbeech", SHE, "volunteer", 29),
    "wilma": CastMember("Wilma", "Tarrowby", SHE, "applicant", 33),
    "wes": CastMember("Wes", "Pellinsea", HE, "applicant", 58),
}
CAST_SURNAMES = frozenset(member.surname for member in CAST.values())
CAST_GIVEN = frozenset(member.given for member in CAST.values())

TELEPHONES = (  # Ofcom, "Telephone numbers for use in TV and radio drama programmes"
    "07700 900{:03d}",
    "01632 960{:03d}",
    "0117 496 0{:03d}",
    "020 7946 0{:03d}",
    "03069 990{:03d}",
)


def telephone(rng: Random, *, mobile: bool = True) -> str:
    pattern = TELEPHONES[0] if mobile else pick(rng, TELEPHONES[1:3])
    return pattern.format(int(rng.random() * 1000))


def address(rng: Random, towns: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{int(rng.random() * 140) + 1} {pick(rng, STREETS)}", pick(rng, towns))


def postcode(rng: Random) -> str:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"ZZ{int(rng.random() * 90) + 10} {int(rng.random() * 9) + 1}{pick(rng, letters)}{pick(rng, letters)}"


def invented_surnames(seed: int) -> list[str]:
    pairs = (hedge + ground for hedge, ground in product(HEDGE, GROUND))
    return shuffled(chance(seed, "surnames"), [name for name in pairs if name not in CAST_SURNAMES])


@dataclass(slots=True)
class Crowd:
    """Hands out people one after another: no two alike in name, e-mail address or key."""

    seed: int
    today: date
    _surnames: Iterator[str] = field(init=False)
    _givens: dict[str, Iterator[str]] = field(init=False)
    _used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._surnames = cycle(invented_surnames(self.seed))
        self._givens = {
            pronouns.he: cycle(shuffled(chance(self.seed, "given", pronouns.he), names))
            for pronouns, names in ((SHE, WOMEN), (HE, MEN))
        }

    def invent(
        self, key: str, kind: str, *, canary: str, towns: tuple[str, ...], domain: str | None, ages: tuple[int, int],
        women: float = 0.5,
    ) -> Person:  # fmt: skip
        rng = chance(self.seed, "person", key)
        pronouns = SHE if rng.random() < women else HE
        member = CastMember(next(self._givens[pronouns.he]), next(self._surnames), pronouns, kind, rng.randint(*ages))
        return self._person(key, member, rng, canary=canary, towns=towns, domain=domain, is_cast=False)

    def cast(self, key: str, *, canary: str, towns: tuple[str, ...], domain: str | None) -> Person:
        rng = chance(self.seed, "person", key)
        return self._person(key, CAST[key], rng, canary=canary, towns=towns, domain=domain, is_cast=True)

    def _person(
        self, key: str, member: CastMember, rng: Random, *, canary: str, towns: tuple[str, ...], domain: str | None,
        is_cast: bool,
    ) -> Person:  # fmt: skip
        return Person(
            key=key, given=member.given, surname=member.surname, pronouns=member.pronouns, kind=member.kind,
            email=self._email(member, domain) if domain else None, telephone=telephone(rng),
            address=address(rng, towns), postcode=postcode(rng), born_on=self._birthday(rng, member.age),
            canary=canary, is_cast=is_cast,
        )  # fmt: skip

    def _email(self, member: CastMember, domain: str) -> str:
        local = f"{member.given}.{member.surname}".lower()
        email, turn = f"{local}@{domain}", 1
        while email in self._used:
            turn += 1
            email = f"{local}{turn}@{domain}"
        self._used.add(email)
        return email

    def _birthday(self, rng: Random, age: int) -> date:
        """Old enough by at least a month, so that no one comes of age by accident while the demonstration runs."""
        return self.today - timedelta(days=int(age * 365.25) + 40 + int(rng.random() * 280))

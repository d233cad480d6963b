"""The invented life that runs through one Circle's minutes, so that they tell one story and not thirty."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from ..chance import pick
from ..people import Pronouns

HOMES = (
    ("the flat above the bakery", "the landlord"),
    ("the bedsit near the station", "the letting agent"),
    ("the supported house", "the house worker"),
    ("the housing association flat", "the housing officer"),
    ("the ground-floor flat by the canal", "the housing officer"),
    ("the caravan on the farm", "the farmer"),
    ("the room at the shared house", "the landlady"),
    ("the little terraced house", "the council's housing worker"),
)
YOUNG_HOMES = (
    ("the house", "mum"),
    ("the flat", "dad"),
    ("the foster placement", "the foster carer"),
    ("gran's house", "gran"),
)
WORK = (
    ("the furniture reuse shop", "the shop supervisor", "sanding and painting chairs"),
    ("the plant nursery", "the head gardener", "potting on seedlings"),
    ("the bicycle workshop", "the workshop lead", "truing wheels"),
    ("the food bank warehouse", "the warehouse lead", "stacking and counting stock"),
    ("the bakery", "the baker", "the early ovens"),
    ("the recycling centre", "the site manager", "sorting small electrical goods"),
    ("the joinery", "the joiner", "making window frames"),
    ("the garden maintenance firm", "the foreman", "hedges and leaf clearing"),
    ("the sign-writing course", "the tutor", "lettering by hand"),
    ("the bus depot", "the shift manager", "cleaning and fuelling"),
)
YOUNG_WORK = (
    ("the catering course", "the tutor", "bread and pastry"),
    ("the college's motor workshop", "the tutor", "changing brake pads"),
    ("the tutoring centre", "the teacher", "maths and the science project"),
    ("the land-based course", "the instructor", "fencing and planting"),
)
HOBBIES = (
    ("fishing", "the angling club", "a new float he wants to try"),
    ("model railways", "the model railway society", "a signal box in card"),
    ("the allotment", "the allotment association", "broad beans and a leaky water butt"),
    ("choir", "the Tuesday choir", "the alto part of a folk song"),
    ("chess", "the library chess table", "an opening that keeps failing"),
    ("walking", "the Sunday walking group", "a route along the old railway"),
    ("cooking", "the community kitchen", "a lentil stew from the radio"),
    ("guitar", "the open practice night", "a barre chord"),
    ("local history", "the record office", "the story of the old tram depot"),
    ("birdwatching", "the reserve's work party", "a list of forty birds by spring"),
    ("drawing", "the harbour sketching group", "boats at low tide"),
    ("clock mending", "the repair café", "a mantel clock that gains"),
)
KIN = ("sister", "brother", "mother", "father", "aunt", "cousin", "grandfather", "uncle")
AILMENTS = ("sleep", "back pain", "blood pressure", "the bad knee", "low mood", "migraine", "a tooth", "heartburn")
GOALS = (
    "cook three proper meals a week",
    "pay off the rent arrears",
    "ring {his} {kin} every Sunday",
    "keep a diary of hard evenings",
    "get through the theory test",
    "walk somewhere green twice a week",
    "join one thing where nobody has to",
    "finish the reading course",
    "save for a bicycle",
    "go to bed before midnight",
    "ask for help before the weekend, not after it",
    "learn to use the bus without a plan B",
    "open the post on the day it comes",
    "speak up when plans change",
)
CAFES = (
    "the Kettle and Thimble", "the Brass Owl café", "Marjoram's", "the Tin Whistle", "the library café",
    "the Slow Boat", "the market café", "Pomfrey's tea room",
)  # fmt: skip
WALKS = (
    "the river path",
    "the old railway line",
    "the harbour wall",
    "the canal towpath",
    "the common",
    "the woods behind the reservoir",
)


OPENING = ("home", "landlord", "boss", "task", "club", "ailment", "officer")  # slots that may open a sentence


@dataclass(frozen=True, slots=True)
class Life:
    """Every slot a sentence may ask for, already in words."""

    name: str
    pronouns: Pronouns
    variant: str  # community, custody, young
    home: str
    landlord: str
    work: str
    boss: str
    task: str
    kin: str
    hobby: str
    club: str
    making: str
    ailment: str
    doctor: str
    cafe: str
    walk: str
    officer: str
    goal: str
    second_goal: str

    def slots(self) -> Mapping[str, str]:
        words = {field: getattr(self, field) for field in self.__slots__ if field != "pronouns"}
        he = self.pronouns
        words.update({f"{field}_start": words[field][0].upper() + words[field][1:] for field in OPENING})
        words.update(he=he.he, him=he.him, his=he.his, himself=he.himself, He=he.he.title(), His=he.his.title())
        return words


def invent_life(rng: Random, *, name: str, pronouns: Pronouns, kind: str, variant: str) -> Life:
    young = kind == "young"
    home, landlord = pick(rng, YOUNG_HOMES if young else HOMES)
    work, boss, task = pick(rng, YOUNG_WORK if young else WORK)
    hobby, club, making = pick(rng, HOBBIES)
    kin = pick(rng, KIN)
    first, second = rng.sample(GOALS, 2)
    own = {"his": pronouns.his, "kin": kin}
    return Life(
        name=name, pronouns=pronouns, variant=variant, home=home, landlord=landlord, work=work, boss=boss, task=task,
        kin=kin, hobby=hobby, club=club, making=making.replace("he wants", f"{pronouns.he} wants"),
        ailment=pick(rng, AILMENTS), doctor="healthcare on the wing" if variant == "custody" else "the surgery",
        cafe=pick(rng, CAFES), walk=pick(rng, WALKS),
        officer="the youth justice worker" if young else f"{pronouns.his} probation officer",
        goal=first.format_map(own), second_goal=second.format_map(own),
    )  # fmt: skip

"""The access matrix of the casework door: minutes, people, agencies, concerns, sharing, search, rota."""

from .running import prove_part

# Whose words are read in this part, so that its receipts are no empty promise.
READ = {
    "avocet", "bufflehead", "bunting", "capercaillie", "chiffchaff", "cormorant", "corncrake", "crombec",
    "curlew", "dunlin", "dunnock", "eiderdrake", "ferruginous", "fieldfare", "firecrest", "fulmar", "gallinule",
    "gannet", "goshawk", "hawfinch", "heron", "hoatzin", "hoopoe", "jacana", "kestrel", "killdeer", "kittiwake",
    "lapwing", "linnet", "lorikeet", "merlin", "motmot", "murrelet", "nightjar", "nutcracker", "osprey",
    "ouzel", "oystercatcher", "phalarope", "pintail", "plover", "pochard", "potoobird", "ptarmigan", "quetzal",
    "razorbill", "redwing", "rosefinch", "sanderling", "sandgrouse", "scaupduck", "shoveler", "siskin",
    "skylark", "smallteal", "snowfinch", "spoonbill", "treecreeper", "turnstile", "turnstone", "twite",
    "wagtail", "waxbill", "waxwing", "whooper", "wigeon", "wryneck",
}  # fmt: skip


def test_every_other_address_of_casework(db, say):
    prove_part("casework", "casework", say, READ)

"""The access matrix of the casework door: minutes, agencies, concerns, sharing, search, rota."""

from .running import prove_part

# Whose words are read in this part, so that its receipts are no empty promise.
READ = {
    "avocet", "bufflehead", "bunting", "capercaillie", "cormorant", "corncrake", "curlew", "dunlin", "dunnock",
    "eiderdrake", "ferruginous", "fieldfare", "firecrest", "fulmar", "gannet", "hawfinch", "heron", "kestrel",
    "linnet", "lorikeet", "merlin", "nightjar", "osprey", "ouzel", "phalarope", "pintail", "plover",
    "ptarmigan", "redwing", "scaupduck", "shoveler", "siskin", "smallteal", "treecreeper", "twite", "wagtail",
    "waxwing", "whooper", "wigeon", "wryneck",
}  # fmt: skip


def test_every_other_address_of_casework(db, say):
    prove_part("casework", "casework", say, READ)

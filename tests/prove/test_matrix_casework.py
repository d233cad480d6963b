"""The access matrix of the casework door: minutes, people, agencies, concerns, sharing, search, rota."""

from .running import prove_part

# Whose words are read in this part, so that its receipts are no empty promise.
READ = {
    "avocet", "bunting", "capercaillie", "corncrake", "curlew", "dunlin", "dunnock", "fieldfare", "firecrest",
    "hawfinch",
    "heron", "kestrel", "lapwing", "linnet", "merlin", "nightjar", "osprey", "pintail", "plover", "ptarmigan",
    "redwing", "siskin", "tanager", "turnstone", "twite", "wagtail", "waxwing", "wryneck",
    "bufflehead", "scaupduck", "whooper", "wigeon",
}  # fmt: skip


def test_every_other_address_of_casework(db, say):
    prove_part("casework", "casework", say, READ)

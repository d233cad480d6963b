"""The access matrix of the volunteers', professionals', assurance and administration doors."""

from .running import prove_part

# Whose words are read in this part, so that its receipts are no empty promise.
READ = {
    "avocet", "bunting", "capercaillie", "chiffchaff", "corncrake", "dunlin", "dunnock", "eiderdrake", "fieldfare",
    "firecrest", "gannet", "garganey", "goldeneye", "heron", "hoatzin", "jacana", "kestrel", "killdeer", "lorikeet",
    "moorhen", "motmot", "murrelet", "nightjar", "osprey", "ouzel", "ptarmigan", "quetzal", "razorbill", "redpoll",
    "rosefinch", "siskin", "smallteal", "smewduck", "spoonbill", "stonechat", "tanager", "wagtail", "wheatear",
}  # fmt: skip


def test_every_address_of_the_other_doors(db, say):
    prove_part("others", "other doors", say, READ)

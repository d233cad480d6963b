"""The access matrix of the volunteers', professionals', assurance and administration doors."""

from .running import prove_part

# Whose words are read in this part, so that its receipts are no empty promise.
READ = {
    "avocet",
    "dunlin",
    "dunnock",
    "fieldfare",
    "heron",
    "kestrel",
    "osprey",
    "redpoll",
    "siskin",
    "stonechat",
    "wagtail",
    "wheatear",
}


def test_every_address_of_the_other_doors(db, say):
    prove_part("others", "other doors", say, READ)

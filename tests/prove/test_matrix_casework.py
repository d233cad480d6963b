"""The access matrix of the casework door: minutes, people, agencies, concerns, sharing, search, rota."""

from .running import prove_part

# Whose words are read in this part, so that its receipts are no empty promise.
READ = {
    "avocet", "curlew", "dunlin", "dunnock", "fieldfare", "heron", "kestrel", "lapwing", "linnet", "merlin", "osprey",
    "pintail", "plover", "redwing", "siskin", "turnstone", "wagtail", "waxwing",
}  # fmt: skip


def test_every_other_address_of_casework(db, say):
    prove_part("casework", "casework", say, READ)

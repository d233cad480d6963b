"""The access matrix of the casework door: minutes, people, agencies, concerns, sharing, search, rota."""

from .running import prove_part

# Whose words are read in this part, so that its receipts are no empty promise.
READ = {"avocet", "curlew", "dunlin", "heron", "kestrel", "merlin", "osprey", "pintail", "plover", "siskin", "wagtail"}


def test_every_other_address_of_casework(db, say):
    prove_part("casework", "casework", say, READ)

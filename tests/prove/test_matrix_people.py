"""The access matrix of the casework door: volunteers, who comes forward, training, checks, expenses."""

from .running import prove_part

# Whose words are read in this part, so that its receipts are no empty promise.
READ = {
    "brolga", "chiffchaff", "crombec", "gallinule", "goshawk", "guineafowl", "hoatzin", "hoopoe", "jacana", "killdeer",
    "kittiwake", "lapwing", "moorhen", "motmot", "murrelet", "nutcracker", "oystercatcher", "pochard", "potoobird",
    "quetzal",
    "razorbill", "rosefinch", "sanderling", "sandgrouse", "serin", "skylark", "snowfinch", "spoonbill", "turnstile",
    "turnstone", "waxbill",
}  # fmt: skip


def test_every_address_about_people(db, say):
    prove_part("people", "people", say, READ)

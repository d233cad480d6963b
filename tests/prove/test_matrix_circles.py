"""The access matrix of the casework door: Circles, their seats and their meetings."""

from .running import prove_part

# Whose words are read in this part, so that its receipts are no empty promise.
READ = {
    "bluethroat", "bufflehead", "dabchick", "goldcrest", "goosander", "kestrel", "lorikeet", "redpoll", "siskin",
    "smew", "stonechat", "tanager", "wheatear",
}  # fmt: skip


def test_every_address_of_circles(db, say):
    prove_part("circles", "Circles", say, READ)

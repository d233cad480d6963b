"""The proof of access runs in parts: together they are every address, and each has its test."""

from pathlib import Path

from .addresses import PARTS, addresses


def test_every_address_belongs_to_a_part_that_is_run():
    assert {address.part for address in addresses()} == set(PARTS)
    here = Path(__file__).parent
    assert {file.stem.removeprefix("test_matrix_") for file in here.glob("test_matrix_*.py")} == set(PARTS)

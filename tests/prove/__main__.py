"""`make prove`: run the proofs and print one line each with its counts. The exit status is not 0 if any fails."""

import sys

import pytest

if __name__ == "__main__":
    sys.exit(pytest.main(["tests/prove", "-q", "-s", "--no-header", "-p", "no:warnings", "--show-capture=no"]))

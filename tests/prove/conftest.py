"""What a proof says: a few short lines, and each thing that was wrong."""

import pytest


@pytest.fixture
def say(record_property):
    """`say("access matrix: 12 checks", wrong)` notes the line; whatever is wrong fails the test when it is over."""

    def said(line, wrong=()):
        record_property("proof", line)
        for one in wrong:
            record_property("wrong", str(one))
        print(f"\n{line}")

    return said


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """After all of its lines, so that the first fault hides none of the others."""
    answer = yield
    wrong = [text for kind, text in item.user_properties if kind == "wrong"]
    if wrong:
        pytest.fail("\n".join(wrong[:200]), pytrace=False)
    return answer

"""`make prove`: run the proofs a buyer may run and print their lines. The exit status is not 0 if any fails."""

import contextlib
import io
import sys
import time

import pytest

HERE = "tests/prove"
LONGEST = [f"{HERE}/test_matrix_{part}.py" for part in ("people", "casework", "others", "circles")]  # begun first
SHOWN = 20  # faults of one proof that are printed


class Lines:
    """Prints what each proof says when it is over, and counts."""

    def __init__(self) -> None:
        self.proofs = 0
        self.failed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and not report.failed:
            return
        self.proofs += report.when == "call"
        self.failed += report.failed
        for kind, text in report.user_properties:
            if kind == "proof":
                say(text)
        if report.failed:
            self._what_was_wrong(report)

    def _what_was_wrong(self, report: pytest.TestReport) -> None:
        wrong = [str(text) for kind, text in report.user_properties if kind == "wrong"]
        say(f"  DID NOT HOLD: {report.nodeid.partition('::')[2].replace('_', ' ')}")
        for line in wrong[:SHOWN] or str(report.longrepr).splitlines()[-SHOWN:]:
            say(f"    {line}")
        if len(wrong) > SHOWN:
            say(f"    and {len(wrong) - SHOWN} more")


def say(line: str) -> None:
    print(line, file=sys.__stdout__, flush=True)


def prove() -> int:
    lines, begun, rest = Lines(), time.monotonic(), io.StringIO()
    two_at_once = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    arguments = [*LONGEST, HERE, "-q", *two_at_once, "-p", "no:cacheprovider", *sys.argv[1:]]
    with contextlib.redirect_stdout(rest):
        status = int(pytest.main(arguments, plugins=[lines]))
    minutes, seconds = divmod(round(time.monotonic() - begun), 60)
    if status == 0:
        say(f"Everything held: {lines.proofs} proofs in {minutes} min {seconds} s.")
    elif lines.failed:
        say(f"{lines.failed} of {lines.proofs} proofs did not hold ({minutes} min {seconds} s).")
    else:
        say(f"The proofs could not be run.\n{rest.getvalue()}")
    return status


if __name__ == "__main__":
    sys.exit(prove())

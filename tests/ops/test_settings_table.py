"""docs/settings.md is the one table of every setting: none missing, none that no longer exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Told from one process of a test run to another; nobody sets them.
OURS_ALONE = {"ENCIRCLE_TEST_RUN"}


def settings_in_the_table() -> set[str]:
    text = (ROOT / "docs" / "settings.md").read_text()
    return set(re.findall(r"^\| `(ENCIRCLE_[A-Z_]+)`", text, re.MULTILINE))


def settings_in_the_code() -> set[str]:
    python = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests" / "support").glob("*.py"), ROOT / "tests" / "conftest.py"]
    text = "\n".join(path.read_text() for path in python)
    named = set(re.findall(r'environ(?:ment)?(?:\.get)?[\(\[]\s*"(ENCIRCLE_[A-Z_]+)"', text))
    named |= {f"ENCIRCLE_{name}" for name in re.findall(r'\benvironment\("([A-Z_]+)"', text)}
    named |= {f"ENCIRCLE_{login}_DATABASE_URL" for login in ("OWNER", "WORKER", "BACKUP")}
    named |= set(re.findall(r"\$\{(ENCIRCLE_[A-Z_]+)", (ROOT / "ops" / "setup").read_text()))
    return (named | {"ENCIRCLE_MODE"}) - OURS_ALONE


def test_the_table_lists_every_setting_and_no_other():
    assert settings_in_the_table() == settings_in_the_code()

"""What is committed for the browser, and the lock file it was built from."""

import gzip
import json
import re
from pathlib import Path

from encircle.design.brand import DEFAULT_BRAND, brand_style_sheet

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "src" / "encircle" / "design" / "static" / "encircle"
CSS = (ASSETS / "encircle.css").read_text(encoding="utf-8")
JS = (ASSETS / "encircle.js").read_text(encoding="utf-8")


def test_style_sheet_and_module_are_light():
    assert sum(len(gzip.compress(text.encode())) for text in (CSS, JS)) < 40_000


def test_the_style_sheet_keeps_our_policy_and_wears_no_crown():
    assert "data:" not in CSS
    assert not re.search(r"GDS Transport|govuk-crest|crown|@font-face|@import", CSS)
    wanted = set(re.findall(r"url\(([^)]+)\)", CSS))
    assert wanted
    assert {address for address in wanted if not (ASSETS / address.strip("\"'")).is_file()} == set()


def test_the_module_keeps_nothing_in_the_browser_and_runs_no_text():
    assert not re.search(r"localStorage|indexedDB|document\.cookie|\beval\(|new Function", JS)


def test_the_colour_built_in_is_the_one_python_knows():
    for declaration in brand_style_sheet(DEFAULT_BRAND).strip().removeprefix(":root{").removesuffix("}").split(";"):
        assert declaration in CSS.replace(": ", ":")


def test_the_lock_file_names_no_address():
    lock = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    packages = json.loads(lock)["packages"]
    assert all(package.get("integrity") for name, package in packages.items() if name)

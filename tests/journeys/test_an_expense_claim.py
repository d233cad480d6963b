"""An expense claim to the payment file: Vera claims on her phone, Cora sends it back, Vera mends it, Olga pays."""

import csv
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.browser import page_of

from .steps import expect_heading, sign_in_as

pytestmark = pytest.mark.browser
WHY = "Which evening was the car park? Dabbleduckwood."
EXPENSES = "/volunteering/expenses/"


def photo(folder: Path) -> Path:
    path = folder / "IMG_2041.jpg"
    Image.new("RGB", (640, 480), "linen").save(path)
    return path


def main_text(page: Page) -> str:
    return re.sub(r"\s+", " ", page.get_by_role("main").inner_text())


def note_hours(vera: Page) -> None:
    vera.goto(EXPENSES)
    vera.get_by_role("button", name="Note other hours").click()
    vera.get_by_label("How many minutes?").fill("95")
    vera.get_by_label("Talks and events").check()
    vera.get_by_role("button", name="Note these hours").click()
    expect(vera.get_by_text("Your hours are noted.")).to_be_visible()
    assert "Talks and events: 1 hour 35 minutes" in main_text(vera)


def empty_draft(vera: Page) -> None:
    """The draft she has in hand, without what stands in it."""
    vera.goto(EXPENSES)
    vera.get_by_role("list", name="Claims waiting for you").get_by_role("listitem").filter(
        has_text="Not sent yet"
    ).get_by_role("link").click()
    while (lines := vera.get_by_role("button", name=re.compile("^Take it away"))).count():
        lines.first.click()


def add_lines(vera: Page, receipt: Path) -> None:
    vera.get_by_role("button", name="Add a journey").click()
    vera.get_by_label("What was it for?").select_option(label="Coming to the office")
    vera.get_by_label("Car or van").check()
    vera.get_by_label("How many miles, there and back?").fill("12.5")
    vera.get_by_role("button", name="Add this journey").click()
    expect(vera.get_by_text("The journey is added.")).to_be_visible()
    vera.get_by_role("button", name="Add a cost").click()
    vera.get_by_label("What was it for?").select_option(label="Coming to the office")
    vera.get_by_label("Parking and tolls").check()
    vera.get_by_label("How much, in pounds?").fill("6.40")
    vera.get_by_label("Photo of the receipt").set_input_files(receipt)
    vera.get_by_role("button", name="Add this cost").click()
    expect(vera.get_by_text("The cost is added.")).to_be_visible()
    assert "Altogether £12.03" in main_text(vera)  # 12.5 miles at 45p are £5.625, half a penny up


def send(vera: Page) -> str:
    vera.get_by_role("button", name="Send the claim").click()
    expect(vera.get_by_text("Your claim is sent.")).to_be_visible()
    return vera.get_by_role("heading", level=1).inner_text().removeprefix("Claim ")


def open_as_staff(staff: Page, reference: str) -> None:
    staff.goto("/casework/people/expenses/")
    waiting = staff.get_by_role("list", name="Claims to decide, the oldest first").get_by_role("listitem")
    waiting.filter(has_text=reference).get_by_role("link").click()
    expect_heading(staff, f"Claim {reference}")


def send_back(cora: Page, reference: str) -> str:
    """And the address of the receipt she looked at."""
    open_as_staff(cora, reference)
    cora.get_by_role("link", name="See the receipt").click()
    expect(cora.get_by_role("img", name="The picture")).to_be_visible()
    receipt = cora.url
    cora.go_back()
    cora.get_by_role("button", name="Send it back with words").click()
    cora.get_by_label("What should be changed?").fill(WHY)
    cora.get_by_role("button", name="Send it back").click()
    expect(cora.get_by_text("The claim is sent back.")).to_be_visible()
    return receipt


def mend(vera: Page) -> str:
    vera.reload()
    expect(vera.get_by_text(WHY)).to_be_visible()
    vera.get_by_role("button", name="Mend this claim").click()
    expect(vera.get_by_text("Everything is copied to a new claim.")).to_be_visible()
    assert "Altogether £12.03" in main_text(vera)
    return send(vera)


def approve(cora: Page, reference: str) -> None:
    open_as_staff(cora, reference)
    cora.get_by_role("button", name="Approve the claim").click()
    expect(cora.get_by_text("It goes into the next payment file.")).to_be_visible()


def pay(olga: Page) -> list[list[str]]:
    """What stands in the file she hands to the bookkeeper."""
    olga.goto("/casework/people/expenses/payments/")
    assert "1 claim, £12.03 altogether" in main_text(olga)
    olga.get_by_role("button", name="Make the payment run").click()
    olga.get_by_role("button", name="Build the file").click()
    with olga.expect_download() as saved:
        olga.get_by_role("button", name="Save the file").click()
    assert saved.value.suggested_filename == "payments.csv"
    content = Path(saved.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    olga.reload()
    expect(olga.get_by_role("button", name="Save the file")).to_have_count(0)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_an_expense_claim_to_the_payment_file(fresh_site, browser, tmp_path):
    site = fresh_site
    with page_of(browser, site.address, phone=True) as vera, page_of(browser, site.address) as cora:
        sign_in_as(vera, "vera")
        note_hours(vera)
        empty_draft(vera)
        add_lines(vera, photo(tmp_path))
        first = send(vera)
        sign_in_as(cora, "cora")
        receipt = send_back(cora, first)
        second = mend(vera)
        approve(cora, second)
        with page_of(browser, site.address) as olga:
            sign_in_as(olga, "olga")
            head, *lines = pay(olga)
        row = dict(zip(head, lines[0], strict=True))
        assert [(len(lines), row["Claim"], row["Name"], row["Amount in pounds"], row["Approved by"])] == [
            (1, second, "Vera Applegarth", "12.03", "Cora Fernleigh")
        ]
        vera.reload()
        expect(vera.get_by_role("main").get_by_text("Paid", exact=True)).to_be_visible()
        own = [vera.url.removeprefix(site.address), receipt.removeprefix(site.address)]
    for who in ("vic", "xena"):
        with page_of(browser, site.address, phone=True) as other:
            sign_in_as(other, who)
            for path in ("/volunteering/", EXPENSES, "/volunteering/expenses/hours/?period=all", *own,
                         own[1].replace("/casework/people/", "/volunteering/")):  # fmt: skip
                other.goto(path)
                assert not any(word in other.content() for word in ("Dabbleduckwood", second, first, "12.03"))

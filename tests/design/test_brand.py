import pytest
from django.http import Http404
from django.test import RequestFactory

from encircle.design.brand import DEFAULT_BRAND, UnfitColour, brand_style_sheet, check_colour, contrast
from encircle.design.views import brand_css


def test_contrast_is_the_ratio_of_wcag():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_the_colour_we_ship_is_fit():
    assert check_colour(DEFAULT_BRAND) == DEFAULT_BRAND


def test_a_colour_is_made_tidy():
    assert check_colour(" 4B2E83 ") == "#4b2e83"


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "", "#1d5c6b}body{display:none"])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(UnfitColour, match="six digits"):
        check_colour(colour)


@pytest.mark.parametrize("colour", ["#ffdd00", "#808080", "#ffffff"])
def test_a_colour_that_words_cannot_be_read_in_is_refused(colour):
    with pytest.raises(UnfitColour, match="darker"):
        check_colour(colour)


def test_the_style_sheet_sets_our_properties_and_nothing_else():
    assert brand_style_sheet("#4b2e83") == (
        ":root{--govuk-brand-colour:#4b2e83;--govuk-link-colour:#4b2e83;--govuk-link-hover-colour:#261742;"
        "--encircle-brand-dark:#261742;--encircle-brand-tint:#edeaf3}\n"
    )


def test_the_style_sheet_is_kept_by_browsers_and_an_unfit_colour_is_not_found():
    answer = brand_css(RequestFactory().get("/"), "4b2e83")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    with pytest.raises(Http404):
        brand_css(RequestFactory().get("/"), "ffffff")

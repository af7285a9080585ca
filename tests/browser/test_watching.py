"""What watches the pages sees what it is there for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.watching import dressed, no_axe_violations, no_faint_colours

pytestmark = pytest.mark.browser
PAGE = '<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>{}</main></html>'


def test_a_picture_without_words_and_a_pale_text_are_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format("<p>All is well.</p>"))
    no_axe_violations(page)
    page.set_content(PAGE.format('<img src="data:,">'))
    with pytest.raises(AssertionError, match="image-alt"):
        no_axe_violations(page)
    page.set_content(PAGE.format('<p style="color: #ddd; background: #fff">Pale.</p>'))
    with pytest.raises(AssertionError, match="color-contrast"):
        no_faint_colours(page)
    page.close()


def test_of_many_rows_the_one_of_another_kind_is_found(browser: Browser) -> None:
    page = browser.new_page()
    rows = "<p>All is well.</p>" * 20
    page.set_content(PAGE.format(f"<style>.late {{ color: #ddd }}</style>{rows}"))
    no_faint_colours(page)
    late = '<p class="late">Late.</p>', '<div class="late"><p>Late.</p></div>', '<input class="late" value="Late">'
    for row in late:
        page.set_content(PAGE.format(f"<style>.late {{ color: #ddd }}</style>{rows}{row}"))
        with pytest.raises(AssertionError, match="color-contrast"):
            no_faint_colours(page)
    page.close()


def test_a_kind_that_was_sound_before_is_asked_about_again_under_other_styles_and_in_the_other_theme(
    browser: Browser,
) -> None:
    page = browser.new_page()
    styles = "<style>p { color: #222 } [data-bs-theme=dark] p { color: #333; background: #222 }</style>"
    page.set_content(PAGE.format(f"{styles}<p>All is well.</p>"))
    no_faint_colours(page)
    dressed(page, "dark")
    for _ in range(2):
        with pytest.raises(AssertionError, match="color-contrast"):
            no_faint_colours(page)
    page.set_content(PAGE.format("<style>p { color: #ddd }</style><p>All is well.</p>"))
    with pytest.raises(AssertionError, match="color-contrast"):
        no_faint_colours(page)
    page.close()

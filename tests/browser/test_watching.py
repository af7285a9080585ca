"""What watches the pages sees what it is there for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.watching import OF_COLOUR, no_axe_violations

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
        no_axe_violations(page, OF_COLOUR)
    page.close()

"""Markdown as people write it here, turned into HTML that can do nothing but be read."""

from __future__ import annotations

from collections.abc import Mapping

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES: Mapping[str, set[str]] = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}
DEEPEST = 6

_reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def as_html(text: str) -> SafeString:
    """Markdown as HTML: raw HTML stays text, headings begin at the second level, nothing is loaded or run."""
    tokens = _reader.parse(text)
    headings = [each for each in tokens if each.type in ("heading_open", "heading_close")]
    highest = min((int(each.tag[1]) for each in headings), default=1)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + 2, DEEPEST)}"
    html = _reader.renderer.render(tokens, _reader.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        set_tag_attribute_values={"pre": {"tabindex": "0"}},  # a wide example is scrolled with the keyboard too
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 left nothing in it but the tags and attributes named above

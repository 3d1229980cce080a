"""Markdown from people and files into HTML that cannot do harm."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

__all__ = ["render_markdown"]

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


@lru_cache(maxsize=256)
def render_markdown(text: str) -> Markup:
    """CommonMark with tables. Raw HTML, pictures and scripts are taken out.

    Headings begin at the second level, as the page has its one first-level heading already, and skip none.
    """
    import nh3
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = reader.parse(text)
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(used.index(token.tag) + 2, 4)}"
    html = reader.renderer.render(tokens, reader.options, {})
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return Markup(clean)  # noqa: S704 - nh3 has cleaned it

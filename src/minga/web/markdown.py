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
    """CommonMark with tables. Raw HTML, pictures and scripts are taken out; headings start at the second level."""
    import nh3
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).render(text)
    # The page has its one first-level heading already.
    for level in (3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 1}>").replace(f"</h{level}>", f"</h{level + 1}>")
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return Markup(clean)  # noqa: S704 - nh3 has cleaned it

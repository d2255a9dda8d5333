"""Markdown to HTML that is safe to show.

CommonMark with tables. Two layers, each enough by itself: the parse tree is rid of HTML, pictures and links to
anything but http, https, mailto and places inside the site; what is written from it passes an allow-list cleaner that
knows no id, no style, no script, no SVG. `clean=False` takes both layers away: only a test that tries the browser's
content security policy alone has a use for that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from lms.sentences import say

SCHEMES = {"http", "https", "mailto"}
_SCHEME = re.compile(r"[^/?#]*:")
_HEADING_ID = re.compile(r"\{#([a-z0-9][a-z0-9-]{0,63})\}$")

_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ALIGN = {"align-right", "align-center"}

_cleaner = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math", "noscript"},
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    allowed_classes={"th": _ALIGN, "td": _ALIGN},
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer",
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something left out of a text: the line (from 0) and what it was."""

    line: int
    message: str
    remedy: str


@dataclass(slots=True)
class Parsed:
    """A parsed text: its tokens at all levels, what is needed to render them, and what was left out."""

    tokens: list[Token]
    environment: dict[str, Any]
    clean: bool
    remarks: list[Remark] = field(default_factory=list)

    def html(self, tokens: Sequence[Token] | None = None) -> str:
        """Render these tokens, or all."""
        parser = _parser()
        html: str = parser.renderer.render(self.tokens if tokens is None else tokens, parser.options, self.environment)
        return _cleaner.clean(html).strip() if self.clean else html


def parse(text: str, *, clean: bool = True) -> Parsed:
    """Parse Markdown; with `clean`, HTML, pictures and unwelcome links are taken out and remarked upon."""
    environment: dict[str, Any] = {}
    parsed = Parsed(_parser().parse(text, environment), environment, clean)
    for token in parsed.tokens:
        line = token.map[0] if token.map else 0
        if clean and token.type == "html_block":
            _drop_block(token, line, parsed.remarks)
        if clean and token.children is not None:
            token.children = _harmless(token.children, line, parsed.remarks)
        _align_by_class(token)
    return parsed


def render(text: str, *, clean: bool = True) -> str:
    """Return the HTML of a Markdown text."""
    return parse(text, clean=clean).html()


def take_heading_id(inline: Token) -> str | None:
    """Cut `{#id}` off the end of a heading and return the id."""
    last = inline.children[-1] if inline.children else None
    match = _HEADING_ID.search(last.content.rstrip()) if last is not None and last.type == "text" else None
    if last is None or match is None:
        return None
    last.content = last.content[: match.start()].rstrip()
    return match[1]


def link_allowed(address: str) -> bool:
    """Whether a link may be shown: http, https, mailto, or inside this site."""
    squeezed = re.sub(r"[\x00-\x20\x7f-\x9f]|%0[0-9a-d]", "", address, flags=re.IGNORECASE)
    scheme = _SCHEME.match(squeezed)
    return not squeezed.startswith(("//", "\\")) and (scheme is None or scheme[0][:-1].lower() in SCHEMES)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "xhtmlOut": False}).enable("table")
    # every link is parsed as one, so that an unwelcome address disappears instead of being shown as text
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _drop_block(token: Token, line: int, remarks: list[Remark]) -> None:
    remarks.append(_html_remark(line))
    token.content = f"<p>{words}</p>\n" if (words := _words_of(token.content)) else ""


def _words_of(html: str) -> str:
    return nh3.clean(html, tags=set(), attributes={}).strip()


def _harmless(children: Sequence[Token], line: int, remarks: list[Remark]) -> list[Token]:
    kept: list[Token] = []
    open_links: list[bool] = []
    for token in children:
        if token.type == "html_inline":
            remarks.append(_html_remark(line))
        elif token.type == "image":
            remarks.append(Remark(line, say("A picture inside a text is left out."), say("Use a ```picture block.")))
            words = "".join(child.content for child in token.children or () if child.type == "text")
            kept.append(Token("text", "", 0, content=words))
        elif token.type == "link_open":
            allowed = link_allowed(str(token.attrs.get("href", "")))
            open_links.append(allowed)
            if allowed:
                kept.append(token)
            else:
                remarks.append(
                    Remark(line, say("A link is left out."), say("Link to http, https, mailto or a page here."))
                )
        elif token.type == "link_close":
            if open_links.pop():
                kept.append(token)
        else:
            kept.append(token)
    return kept


def _html_remark(line: int) -> Remark:
    return Remark(
        line, say("HTML is left out."), say("Write it in Markdown, or put a backslash before the < to show it.")
    )


def _align_by_class(token: Token) -> None:
    style = str(token.attrs.pop("style", ""))  # an inline style would be refused by the browser
    for side in ("right", "center"):
        if style.endswith(side):
            token.attrs["class"] = f"align-{side}"

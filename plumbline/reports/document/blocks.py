"""Markdown as plain data: blocks that hold blocks or words, for a typesetter that must never read it as markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from plumbline.reports.phrases import breakable

Block = dict[str, Any]
_reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
INLINE = {"strong": "strong", "em": "em", "s": "struck"}
DEEPEST = 3


def blocks(text: str) -> list[Block]:
    """The blocks of a text; what no block is made for, such as raw HTML or an image, stays as its words."""
    return list(_blocks(SyntaxTreeNode(_reader.parse(text)).children))


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
    return (BLOCKS.get(node.type, _other)(node) for node in nodes)


def _heading(node: SyntaxTreeNode) -> Block:
    return {"is": "heading", "level": min(int(node.tag[1]), DEEPEST), "words": _words(node)}


def _paragraph(node: SyntaxTreeNode) -> Block:
    return {"is": "paragraph", "words": _words(node)}


def _quote(node: SyntaxTreeNode) -> Block:
    return {"is": "quote", "blocks": list(_blocks(node.children))}


def _code(node: SyntaxTreeNode) -> Block:
    return {"is": "code", "text": node.content.rstrip("\n")}


def _rule(_node: SyntaxTreeNode) -> Block:
    return {"is": "rule"}


def _other(node: SyntaxTreeNode) -> Block:
    return {"is": "paragraph", "words": [{"is": "text", "text": breakable(node.content)}]}


def _list(node: SyntaxTreeNode) -> Block:
    items = [list(_blocks(item.children)) for item in node.children]
    ordered = node.type == "ordered_list"
    return {"is": "list", "ordered": ordered, "start": int(node.attrs.get("start", 1)), "items": items}


def _table(node: SyntaxTreeNode) -> Block:
    rows = [[_words(cell) for cell in row.children] for part in node.children for row in part.children]
    return {"is": "table", "head": rows[0], "rows": rows[1:]}


BLOCKS: Mapping[str, Callable[[SyntaxTreeNode], Block]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": _quote,
    "fence": _code,
    "code_block": _code,
    "table": _table,
    "hr": _rule,
}


def _words(node: SyntaxTreeNode) -> list[Block]:
    return [piece for inline in node.children for piece in _inline(inline.children)]


def _inline(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "text":
                yield {"is": "text", "text": breakable(node.content)}
            case "softbreak":
                yield {"is": "text", "text": " "}
            case "hardbreak":
                yield {"is": "break"}
            case "code_inline":
                yield {"is": "code", "text": breakable(node.content)}
            case "strong" | "em" | "s":
                yield {"is": INLINE[node.type], "words": list(_inline(node.children))}
            case "link":
                words = list(_inline(node.children))
                yield {"is": "link", "to": _harmless(str(node.attrs.get("href", ""))), "words": words}
            case _:
                yield {"is": "text", "text": breakable(node.content)}


def _harmless(address: str) -> str:
    """The address where it is one that a reader of the PDF may follow; empty otherwise."""
    return address if address.startswith(("https://", "http://", "mailto:")) else ""

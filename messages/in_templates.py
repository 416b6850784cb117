"""Sentences of templates: what Django's own compiled templates will look up, to the letter."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.template import Engine, Template
from django.template.base import Lexer, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from messages.found import REPOSITORY, Found, Key, note

TEMPLATES = REPOSITORY / "templates"
IN_EXPRESSION = re.compile(r"""_\((["'])(.*?)\1\)""")


def files() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def gather(found: Found) -> None:
    engine = Engine.get_default()
    for file in files():
        source = file.read_text()
        for key in keys(Template(source, engine=engine), source):
            note(found, key, file)


def keys(template: Template, source: str) -> Iterator[Key]:
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        text = node.filter_expression.var.literal
        if isinstance(text, str):
            yield Key(text, context=_context(node))
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        singular, _ = node.render_token_list(node.singular)
        plural = node.render_token_list(node.plural)[0] if node.plural else ""
        yield Key(singular, plural, _context(node))
    for token in Lexer(source).tokenize():
        if token.token_type in (TokenType.VAR, TokenType.BLOCK):
            yield from (Key(match[2]) for match in IN_EXPRESSION.finditer(token.contents))


def _context(node: TranslateNode | BlockTranslateNode) -> str:
    given = node.message_context
    return str(given.resolve({})) if given else ""

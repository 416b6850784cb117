"""Nothing that people see is English by oversight: every word of a template, of a script and of
what a presenter prints is marked for translation."""

import ast
import re
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType

from console.live.sentences import SENTENCES
from messages import in_python, in_templates
from messages.found import REPOSITORY

# Our own name, and what is printed on keyboards.
NAMES = {"Attendant", "Enter", "Esc", "Alt", "Shift", "Ctrl", "Tab"}
SPOKEN = {"aria-label", "title", "placeholder", "alt", "aria-description", "aria-roledescription"}
WORD = re.compile(r"[^\W\d_]{2,}")
PLACE, BETWEEN = "\0", "\1"
ATTRIBUTES = {"body", "screen_class", "screen_data"}  # blocks that hold attributes of a tag


class Words(HTMLParser):
    """The text and the spoken attributes of a page, as far as they stand in the template."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        values = dict(attrs)
        self.found += [value or "" for name, value in attrs if name in SPOKEN]
        if values.get("type") in ("submit", "button") and tag == "input":
            self.found.append(values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def unmarked(source: str) -> list[str]:
    """Words between the tags of a template; what is translated, and what is filled in, is not."""
    pieces: list[str] = []
    hidden: list[str] = []  # the ends of the blocks that are not looked into
    for token in Lexer(source).tokenize():
        words = token.contents.split() or [""]
        if token.token_type == TokenType.TEXT:
            pieces.append("" if hidden else token.contents)
        elif token.token_type == TokenType.VAR:
            pieces.append(PLACE)
        elif token.token_type == TokenType.BLOCK:
            pieces.append(BETWEEN)
            if hidden and words[0] == hidden[-1]:
                hidden.pop()
            elif words[0] in ("comment", "blocktranslate", "blocktrans"):
                hidden.append(f"end{words[0]}")
            elif words[0] == "block" and words[1] in ATTRIBUTES:
                hidden.append("endblock")
    page = Words()
    page.feed("".join(pieces))
    page.close()
    texts = (" ".join(text.split()) for whole in page.found for text in whole.split(BETWEEN))
    return [text for text in texts if set(WORD.findall(text)) - NAMES]


def test_every_word_of_a_template_is_marked() -> None:
    every = {str(file): unmarked(file.read_text()) for file in in_templates.files()}
    assert {file: words for file, words in every.items() if words} == {}


def test_a_word_that_was_forgotten_is_found() -> None:
    page = (
        '<p aria-label="On hold">{% if x %}Line {{ y }}{% endif %}</p><b>{% translate "Free" %}</b>'
    )
    assert unmarked(page) == ["On hold", f"Line {PLACE}"]
    assert unmarked("{% blocktranslate %}Free{% endblocktranslate %}<i>Esc</i> 5 · – &nbsp;") == []


# ---- Python -----------------------------------------------------------------------------------

# Rooms whose words pages print. What links, board and portasip say is gathered by itself.
PRINTED = re.compile(
    r"accounts/|console/(?!links|board|portasip|live|management|figures|[a-z_]+\.py)"
)
SILENT = re.compile(
    r"(admin|apps|models|figures|recorder|waiting|reading|news|append_only)\.py$|/migrations/"
)
PROSE = re.compile(r"[A-Z][a-z']+( [a-z'0-9].*|[.?!])?", re.DOTALL)
GETTEXT = in_python.PLAIN | in_python.COUNTED | in_python.IN_CONTEXT
# Raised for a log, or with an English sentence that the view says in the operator's language.
UNTOLD = re.compile(r"\w*Error|Http404|NotPossible|NotDialable|Trouble|info|warning|exception")
"""Calls whose arguments nobody reads on a page as they stand."""
# What `said` says; what `party` translates; and a category of Unicode.
SAID = {*SENTENCES, "Withheld", "Cf"}


def unmarked_in_python(source: str) -> list[str]:
    tree = ast.parse(source)
    known, silent = in_python.imported(tree), set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        elif isinstance(node, ast.Call):
            name = known.get(in_python.called(node), in_python.called(node))
            if name in GETTEXT or UNTOLD.fullmatch(name):
                silent |= {id(each) for each in ast.walk(node)}
    return [
        f"line {node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in silent and node.value not in SAID and PROSE.fullmatch(node.value)
    ]


def test_every_sentence_of_a_presenter_is_marked() -> None:
    found: dict[str, list[str]] = {}
    for file in in_python.files():
        path = file.relative_to(REPOSITORY).as_posix()
        if PRINTED.match(path) and not SILENT.search(path):
            found[path] = unmarked_in_python(file.read_text())
    assert {path: words for path, words in found.items() if words} == {}


# ---- Scripts ----------------------------------------------------------------------------------

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
LITERAL = re.compile(r"""(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1""")
SENTENCE = re.compile(r"[A-Z][a-z]+ [a-z$].*|.*[a-z,] [a-z]+ [a-z]+\b.*")
SCRIPTS = sorted((REPOSITORY / "static/js").glob("*.js"))
SELECTOR = re.compile(r"[\[\].#:>=]|^use strict$")


def sentences_of(script: str) -> list[str]:
    literals = [match[2] for match in LITERAL.finditer(COMMENT.sub("", script))]
    return [one for one in literals if SENTENCE.fullmatch(one) and not SELECTOR.search(one)]


def test_scripts_hold_no_sentences() -> None:
    """They stand in the page, in templates/_words.html, and scripts ask for them by name."""
    every = {file.name: sentences_of(file.read_text()) for file in SCRIPTS}
    assert {name: found for name, found in every.items() if found} == {}

"""Parses our pages: strictly by html5lib where a page holds anything new, quickly where it does not.

html5lib took a tenth of the time of the tests of pages. What it objects to depends on how tags are written,
and on what stands where: this element or text, inside those elements, after that one. So `parse` first reads a page
by a grammar narrower than HTML's: every element closed, attributes and ampersands written the one plain way. A page
outside the grammar, or with something in a place where nothing sound had it before, goes to html5lib.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast
from xml.etree.ElementTree import Element, SubElement, tostring

import html5lib
from html5lib.html5parser import ParseError

H = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
Place = tuple[str, str, str]
"""The names of the elements around it, of the element before it, and its own; text is called #text."""

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
WORDS_ONLY = frozenset(("title", "textarea", "script"))
DRAWN_APART = ("annotation-xml", "desc", "font", "math")
READ_APART = ("frameset", "iframe", "listing", "noembed", "noframes", "noscript", "plaintext", "pre", "style", "xmp")
ODD = frozenset((*DRAWN_APART, *READ_APART))
"""Elements with rules of their own, which our pages do without."""

BLANK = " \t\n"
DOCTYPE = re.compile(rf"<!doctype html>[{BLANK}]*")
NAME_AND_VALUE = '(?:[a-z][a-z0-9-]*|viewBox|preserveAspectRatio)(?:="[^"]*")?'
TOKEN = re.compile(rf"<(/?)([a-z][a-z0-9]*)((?:[{BLANK}]+{NAME_AND_VALUE})*)[{BLANK}]*(/?)>([^<]*)")
ATTRIBUTE = re.compile(r'([a-zA-Z0-9-]+)(?:="([^"]*)")?')
PLAIN = re.compile("[\t\n -~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0001fffd]*")
REFERENCES = {"&lt;": "<", "&gt;": ">", "&#34;": '"', "&quot;": '"', "&#39;": "'", "&nbsp;": "\u00a0", "&amp;": "&"}
REFERENCE = re.compile("|".join(REFERENCES))
STRAY_AMPERSAND = re.compile(f"&(?!(?:{'|'.join(name[1:] for name in REFERENCES)}))")

_sound: set[Place] = set()


def parse(text: str) -> Element:
    """The tree of a page; raises html5lib's ParseError where the page is not sound."""
    reading = read(text)
    if reading and reading.places <= _sound:
        return reading.root
    root = cast(Element, html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True).parse(text))
    if reading and tostring(root) == tostring(reading.root):
        _sound.update(reading.places)
    return root


def mend(text: str) -> Element:
    """The tree of anything, as a browser would mend it."""
    try:
        return parse(text)
    except ParseError:
        return cast(Element, html5lib.parse(text))


def read(text: str) -> Reading | None:
    """The page as the narrow grammar reads it; None where it is written in another way."""
    text = text.replace("\r\n", "\n")
    at = DOCTYPE.match(text)
    if at is None or not PLAIN.fullmatch(text) or STRAY_AMPERSAND.search(text):
        return None
    reading, end = Reading(), at.end()
    for token in TOKEN.finditer(text, end):
        if token.start() != end or not reading.take(*token.groups()):
            return None
        end = token.end()
    return reading if end == len(text) and len(reading.open) == 1 and len(reading.document) == 1 else None


@dataclass
class Reading:
    """A page as far as it was read."""

    document: Element = field(default_factory=lambda: Element("document"))
    places: set[Place] = field(default_factory=set)
    open: list[tuple[Element, str, str]] = field(default_factory=list)
    """The elements that are not closed yet, each with its name and its path."""

    def __post_init__(self) -> None:
        self.open.append((self.document, "", ""))

    @property
    def root(self) -> Element:
        """The html element."""
        return self.document[0]

    def take(self, ends: str, name: str, attributes: str, closed: str, words: str) -> bool:
        """Go on by one tag and the text behind it; whether they are written the one plain way."""
        is_right = self._end(name, attributes + closed) if ends else self._begin(name, attributes, closed)
        return is_right and (not words or self._write(words))

    def _begin(self, name: str, attributes: str, closed: str) -> bool:
        parent, around, path = self.open[-1]
        is_drawing = name == "svg" or "/svg" in path
        values = _values_of(attributes)
        if values is None or name in ODD or around in WORDS_ONLY or (closed and name not in VOID and not is_drawing):
            return False
        self._note(name + (" hidden" if values.get("type", "").lower() == "hidden" else ""))
        element = SubElement(parent, (SVG if is_drawing else H) + name, values)
        if not closed and name not in VOID:
            self.open.append((element, name, f"{path}/{name}"))
        return True

    def _end(self, name: str, more: str) -> bool:
        return self.open.pop()[1] == name and not more

    def _write(self, words: str) -> bool:
        parent, around, _ = self.open[-1]
        is_blank = not words.strip(BLANK)
        if around in {"", "html"}:
            return is_blank and self._write_outside_body(words)
        if not is_blank:
            self._note("#text")
        _append(parent, _with_letters(words))
        return around != "script"

    def _write_outside_body(self, blank: str) -> bool:
        """Blanks get lost before the head, follow it before the body, and move into the body after it."""
        head_and_body = list(self.root)
        if len(head_and_body) == 1:
            _append(self.root, blank)
        elif head_and_body:
            _append(head_and_body[-1], blank)
        return True

    def _note(self, what: str) -> None:
        """Remember that this stands here."""
        parent, _, path = self.open[-1]
        self.places.add((path, str(parent[-1].tag) if len(parent) else "", what))


def _append(parent: Element, words: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    elif parent.tag == H + "textarea":
        parent.text = words.removeprefix("\n")
    else:
        parent.text = (parent.text or "") + words


def _values_of(attributes: str) -> dict[str, str] | None:
    """The attributes by their names; None where one stands there twice."""
    pairs = ATTRIBUTE.findall(attributes)
    values = {name: _with_letters(value) for name, value in pairs}
    return values if len(values) == len(pairs) else None


def _with_letters(text: str) -> str:
    """With the letters in the place of the references to them."""
    return REFERENCE.sub(lambda found: REFERENCES[found.group()], text) if "&" in text else text

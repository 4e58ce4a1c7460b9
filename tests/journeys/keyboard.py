"""Hands that have only a keyboard: what the Tab key does not reach, cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from playwright.sync_api import ElementHandle, Locator, Page, expect

MOST_TABS = 250
MOST_CHOICES = 80
HAS_FOCUS = "element => element === document.activeElement"
IN_GROUP = "name => document.activeElement.name === name && document.activeElement.type === 'radio'"


def reach(page: Page, target: Locator) -> None:
    """Come to a control with the Tab key alone."""
    expect(target).to_be_visible()
    with found(target) as element:
        for _ in range(MOST_TABS):
            if element.evaluate(HAS_FOCUS):
                return
            page.keyboard.press("Tab")
    raise AssertionError(f"{page.url}: Tab never comes to {target}")


def press(page: Page, target: Locator) -> None:
    """A link or button that leads to another page: reach it, Enter, and wait for that page."""
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def unfold(page: Page, details: Locator) -> None:
    """Open what is folded away."""
    if details.get_attribute("open") is None:
        reach(page, details.locator("summary").first)
        page.keyboard.press("Enter")


def write(page: Page, field: Locator, words: object) -> None:
    """Put words into a field, in the place of what stands there; a day is typed as the browser shows it."""
    reach(page, field)
    if field.get_attribute("type") == "date":
        page.keyboard.type(date.fromisoformat(str(words)).strftime("%m%d%Y"))  # the browser of the tests is American
    else:
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(str(words))
    expect(field).to_have_value(str(words))


def tick(page: Page, box: Locator) -> None:
    """Tick a box; one that has its tick keeps it."""
    reach(page, box)
    if not box.is_checked():
        page.keyboard.press("Space")


def pick(page: Page, select: Locator, value: str) -> None:
    """Choose from a list, down from its first line."""
    reach(page, select)
    page.keyboard.press("Home")
    with found(select) as element:
        for _ in range(MOST_CHOICES):
            if element.input_value() == value:
                return
            page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: {value} cannot be chosen in {select}")


def choose(page: Page, radio: Locator) -> None:
    """Choose one of a group: Tab comes to the group, arrows go round in it; boxes are ticked."""
    if radio.get_attribute("type") == "checkbox":
        return tick(page, radio)
    name = radio.get_attribute("name")
    for _ in range(MOST_TABS):
        if page.evaluate(IN_GROUP, name):
            break
        page.keyboard.press("Tab")
    with found(radio) as element:
        for _ in range(MOST_CHOICES):
            if element.evaluate(HAS_FOCUS):
                page.keyboard.press("Space")
                return expect(radio).to_be_checked()
            page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: {radio} cannot be chosen by keyboard")


@contextmanager
def found(target: Locator) -> Iterator[ElementHandle]:
    """The element itself: looking for it again at each key took two thirds of a journey's time."""
    element = target.element_handle()
    yield element
    element.dispose()

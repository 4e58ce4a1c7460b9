"""Ready texts: those of the city, what coordinators made of them, and two who write at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.city.load_parts import PURPOSES
from leren_app.domain.errors import FieldError, NotFoundError, StaleError
from leren_app.domain.lifecycles.question_reasons import REASONS_OF
from leren_app.domain.text import Text
from leren_app.models import BlockPurpose, TextBlock
from leren_app.services import text_blocks
from leren_app.services.text_blocks import ROUTES, Written
from tests.makers import the_city

OURS = Written(
    BlockPurpose.REFER,
    Text("Bel de gemeente", "Call the municipality"),
    Text("Bel 14 071.", "Call 14 071."),
    "report",
    "https://www.example.org/melden",
)


@pytest.fixture
def city(session: Session) -> City:
    return the_city()


def test_the_steps_a_city_file_may_name_are_the_steps_there_are() -> None:
    assert set(PURPOSES) == set(BlockPurpose)
    assert {purpose for purpose, _ in ROUTES.values()} <= set(BlockPurpose)


def test_without_rows_the_texts_of_the_city_are_offered_for_their_step(session: Session, city: City) -> None:
    offered = {
        purpose: {block.key for block in text_blocks.list_offered(session, city, purpose)} for purpose in BlockPurpose
    }

    assert {"report", "participation", "personal-help", "emergency", "existing-result", "press", "other"} <= offered[
        BlockPurpose.REFER
    ]
    assert "contract-research" in offered[BlockPurpose.REFUSE]
    assert all(offered.values())


def test_a_city_that_wrote_no_texts_offers_its_quicker_ways(session: Session, city: City) -> None:
    bare = replace(city, ready_texts=())

    offered = text_blocks.list_offered(session, bare, BlockPurpose.REFER)

    assert {block.key for block in offered} == {"report", "participation", "personal-help", "emergency"}
    assert {block.reason for block in offered} <= set(REASONS_OF["refer"])


def test_what_a_coordinator_wrote_wins_from_the_city(session: Session, city: City) -> None:
    text_blocks.change(session, city, "report", OURS, seen_version=0)

    block = text_blocks.get_block(session, city, "report")

    assert (block.text, block.link, block.version) == (OURS.text, OURS.link, 1)
    assert [b.key for b in text_blocks.list_blocks(session, city)].count("report") == 1


def test_a_new_text_gets_a_key_of_its_own_even_under_a_name_of_the_city(session: Session, city: City) -> None:
    named = [replace(OURS, title=Text("x", title)) for title in ("Report", "Report", "Été à Leiden?", "!!!")]

    keys = [text_blocks.add(session, city, written) for written in named]

    assert keys == ["report-own", "report-own-2", "ete-a-leiden", "text"]
    assert text_blocks.get_block(session, city, "report").version == 0


def test_a_text_that_is_stopped_is_kept_and_can_come_back(session: Session, city: City) -> None:
    text_blocks.set_used(session, city, "press", False, seen_version=0)
    stopped = text_blocks.list_offered(session, city, BlockPurpose.REFER)
    before = text_blocks.get_block(session, city, "press")

    text_blocks.set_used(session, city, "press", True, seen_version=before.version)

    assert "press" not in {block.key for block in stopped}
    assert before.text == next(ready.text for ready in city.ready_texts if ready.key == "press")
    assert "press" in {block.key for block in text_blocks.list_offered(session, city, BlockPurpose.REFER)}


def test_two_who_change_the_same_text_do_not_undo_each_other(session: Session, city: City) -> None:
    text_blocks.change(session, city, "report", OURS, seen_version=0)

    with pytest.raises(StaleError):
        text_blocks.change(session, city, "report", replace(OURS, link=""), seen_version=0)
    with pytest.raises(StaleError):
        text_blocks.set_used(session, city, "report", False, seen_version=2)

    assert text_blocks.get_block(session, city, "report").link == OURS.link


def test_a_reason_of_another_step_is_blamed_on_its_field(session: Session, city: City) -> None:
    with pytest.raises(FieldError) as refused:
        text_blocks.add(session, city, replace(OURS, purpose=BlockPurpose.REFUSE))
    with pytest.raises(FieldError):
        text_blocks.change(session, city, "report", replace(OURS, purpose=BlockPurpose.ASK_MORE), seen_version=0)

    assert refused.value.field == "reason"
    assert list(session.scalars(select(TextBlock))) == []


def test_a_text_that_does_not_exist_is_not_found(session: Session, city: City) -> None:
    for act in (
        lambda: text_blocks.get_block(session, city, "nonsense"),
        lambda: text_blocks.change(session, city, "nonsense", OURS, seen_version=0),
        lambda: text_blocks.set_used(session, city, "nonsense", False, seen_version=0),
    ):
        with pytest.raises(NotFoundError):
            act()

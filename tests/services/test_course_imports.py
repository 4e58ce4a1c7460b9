"""Courses from a file: what it would do, that it happens whole or not at all, and that twice is as once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.roles import Actor, Role
from leren_app.jobs.handlers import course_imports as work
from leren_app.jobs.play import run_due
from leren_app.models import (
    Course,
    CourseImport,
    CourseLecturer,
    CourseRun,
    ImportState,
    Outbox,
    OutboxState,
    RoleGrant,
    User,
)
from leren_app.models.base import now_utc
from leren_app.services import clock, sweeping
from leren_app.services.courses import editing
from leren_app.services.courses.imports import doing
from leren_app.services.outbox import Claim
from leren_app.transaction import transaction
from tests.makers import actor, make_user, the_city
from tests.makers_education import (
    lecturer_of,
    make_course,
    make_lecturer,
    make_placement,
    make_run,
    settle,
    teacher,
    the_day,
)

HEAD = (
    "Vakcode;Naam (nl);Naam (en);Niveau;Studielast;Leerdoelen;Eerste dag;Laatste dag;Plannen tot en met;Plaatsen;Dagen"
)


def a_file(session: Session, *rows: str, head: str = HEAD) -> bytes:
    """Rows in which {start}, {end} and {deadline} are days of an edition in two months."""
    today = the_day(session)
    days = {name: today + timedelta(days=n) for name, n in (("start", 60), ("end", 127), ("deadline", 35))}
    return "\n".join([head, *(row.format(**days, later=today + timedelta(days=61)) for row in rows)]).encode()


ONE = "WO-1;Wijkonderzoek;District research;hbo;5;Interviewen van ouderen;{start};{end};{deadline};24;di do"
TWO = "WO-2;Buurtwerk;Community work;hbo;7,5;;{start};{end};;30;"


def bring(session: Session, data: bytes, who: Actor, organisation_id: UUID | None = None) -> CourseImport:
    """A file that was brought and looked at."""
    brought = doing.look_at(session, data, "f.csv", actor=who, city=the_city(), organisation_id=organisation_id)
    return doing.keep(session, brought)


def read_in(session: Session, data: bytes, who: Actor) -> CourseImport:
    """A file that was brought and said yes to, and what the worker made of it."""
    found = bring(session, data, who)
    doing.confirm(session, found, actor=who)
    session.commit()
    run_due()
    session.refresh(found)
    return found


def reasons(found: CourseImport) -> set[tuple[int, str, str]]:
    """Line, column and the beginning of each English reason."""
    return {(fault["line"], fault["column"], fault["en"][:24]) for fault in found.faults}


def how_many(session: Session, model: type[Course] | type[CourseRun]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def codes(session: Session) -> list[str]:
    return list(session.scalars(select(Course.code).order_by(Course.code)))


# ---- what it would do and does ----


def test_a_file_makes_courses_with_their_editions_for_who_brought_it(app: Flask, session: Session) -> None:
    lecturer = make_lecturer(session)

    found = read_in(session, a_file(session, ONE, TWO), teacher(lecturer))

    assert (found.state, found.made, found.done) == (ImportState.DONE, 2, 2)
    first = session.scalars(select(Course).where(Course.code == "WO-1")).one()
    assert (first.organisation_id, first.hours, first.languages) == (lecturer.institution_id, 140, ["nl"])
    assert [each.user_id for each in first.lecturers] == [lecturer.id]
    assert "interviewing" in {each.skill for each in first.skills}
    run, today = first.runs[0], the_day(session)
    assert (run.starts_on, run.planning_deadline) == (today + timedelta(days=60), today + timedelta(days=35))
    assert (run.places, run.team_min, run.team_max, run.languages, run.days) == (24, 4, 6, ["nl"], ["tue", "thu"])
    second = session.scalars(select(Course).where(Course.code == "WO-2")).one()
    assert second.hours == 210
    assert second.runs[0].planning_deadline == today + timedelta(days=46)


def test_the_same_file_twice_changes_nothing_and_a_changed_cell_only_that(app: Flask, session: Session) -> None:
    who = teacher(make_lecturer(session))
    read_in(session, a_file(session, ONE, TWO), who)
    versions = [(each.id, each.version) for each in session.scalars(select(CourseRun).order_by(CourseRun.id))]

    again = read_in(session, a_file(session, ONE, TWO), who)
    session.expire_all()
    assert (again.made, again.changed, again.same) == (0, 0, 2)
    assert versions == [(each.id, each.version) for each in session.scalars(select(CourseRun).order_by(CourseRun.id))]

    changed = read_in(session, a_file(session, ONE.replace(";24;", ";36;"), TWO), who)
    assert (changed.made, changed.changed, changed.same) == (0, 1, 1)
    assert [row["what"] for row in changed.rows] == [["places"], []]
    session.expire_all()
    assert sorted(session.scalars(select(CourseRun.places))) == [30, 36]


def test_the_same_file_is_still_welcome_after_its_deadlines_and_days_are_past(app: Flask, session: Session) -> None:
    who = teacher(make_lecturer(session))
    data = a_file(session, ONE, TWO)
    read_in(session, data, who)
    clock.move(session, timedelta(days=500))

    later = read_in(session, data, who)

    assert (later.state, later.same) == (ImportState.DONE, 2)


def test_an_empty_cell_or_missing_column_keeps_what_stands(app: Flask, session: Session) -> None:
    who = teacher(make_lecturer(session))
    read_in(session, a_file(session, ONE), who)

    read_in(session, a_file(session, "WO-1;;Neighbourhoods", head="Vakcode;Niveau;Name (en)"), who)

    session.expire_all()
    course = session.scalars(select(Course)).one()
    assert (course.name_nl, course.name_en, course.level) == ("Wijkonderzoek", "Neighbourhoods", "hbo")
    assert course.goals == "Interviewen van ouderen"
    assert len(course.runs) == 1


def test_two_rows_of_one_course_are_two_editions(app: Flask, session: Session) -> None:
    second = "WO-1;;;;;;{later};{end};;20;"

    found = read_in(session, a_file(session, ONE, second), teacher(make_lecturer(session)))

    assert (found.state, found.made) == (ImportState.DONE, 2)
    assert (how_many(session, Course), how_many(session, CourseRun)) == (1, 2)


def test_english_headings_and_words_mean_the_same(app: Flask, session: Session) -> None:
    head = "Course code,Name (nl),Name (en),Level,Kind,Themes,Milestones,First day,Last day,Places,Days"
    level, theme = the_city().levels[-1], the_city().themes[0]
    named = f'"{level.name.en}",minor,"{theme.name.en}"'
    row = f'X-1,Vak,Course,{named},"3: plan klaar | plan ready",{{start}},{{end}},20,"Mon, Tue"'

    found = read_in(session, a_file(session, row, head=head), teacher(make_lecturer(session)))

    assert found.state is ImportState.DONE, found.faults
    course = session.scalars(select(Course)).one()
    assert (course.level, course.kind.value, course.themes) == (level.key, "minor", [theme.key])
    assert course.milestones == [{"week": 3, "nl": "plan klaar", "en": "plan ready"}]
    assert course.runs[0].days == ["mon", "tue"]


def test_a_formula_is_text_like_any_other(app: Flask, session: Session) -> None:
    row = ONE.replace("Wijkonderzoek", '"=HYPERLINK(""x"")"')

    read_in(session, a_file(session, row), teacher(make_lecturer(session)))

    assert session.scalars(select(Course.name_nl)).one() == '=HYPERLINK("x")'


def test_many_editions_ask_for_suggestions_once(app: Flask, session: Session) -> None:
    rows = [ONE.replace("WO-1", f"WO-{n}") for n in range(doing.FEW + 1)]

    found = read_in(session, a_file(session, *rows), teacher(make_lecturer(session)))

    keys = list(session.scalars(select(Outbox.idem_key).where(Outbox.kind == "suggestions.refresh")))
    assert [key for key in keys if "import" in key] == [f"suggestions.refresh:all:import:{found.id}"]
    assert not [key for key in keys if ":run:" in key]


# ---- what is refused ----


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (ONE.replace("WO-1", ""), "code", "Fill in the code"),
        (ONE.replace("WO-1", "x" * 41), "code", "This text is too long"),
        (ONE.replace("Wijkonderzoek", ""), "name_nl", "Fill this in."),
        (ONE.replace("Wijkonderzoek", "Wijk\x07"), "name_nl", "There is a character"),
        (ONE.replace("hbo", "phd"), "level", "We do not know “phd”"),
        (ONE.replace("hbo", "{{x}}"), "level", "We do not know “{x}”"),
        (ONE.replace(";5;", ";veel;"), "load", "Fill in 60 EC at most"),
        (ONE.replace(";5;", ";61;"), "load", "Fill in 60 EC at most"),
        (ONE.replace("{start}", "31 augustus"), "starts_on", "Write the day like this"),
        (ONE.replace("{start}", ""), "starts_on", "Fill in the first day"),
        (ONE.replace("{end}", ""), "ends_on", "Fill in the last day"),
        (ONE.replace("{end}", "{deadline}"), "ends_on", "The last day comes befor"),
        (ONE.replace("{deadline}", "{start}"), "planning_deadline", "Planning closes before t"),
        (ONE.replace("{deadline}", "1-1-2001"), "planning_deadline", "This day has passed"),
        (ONE.replace(";24;", ";;"), "places", "Fill in how many student"),
        (ONE.replace(";24;", ";-5;"), "places", "Fill in a whole number"),
        (ONE.replace(";24;", ";3;"), "team_min", "There are fewer places t"),
        (ONE.replace("di do", "zomaar"), "days", "We do not know “zomaar”"),
    ],
)
def test_each_wrong_cell_is_named_by_line_and_column_and_stops_the_file(
    app: Flask, session: Session, row: str, column: str, said: str
) -> None:
    who = teacher(make_lecturer(session))

    found = bring(session, a_file(session, TWO, row), who)

    assert {(line, where) for line, where, _ in reasons(found)} == {(3, column)}
    assert next(iter(reasons(found)))[2].startswith(said[:24])
    with pytest.raises(FieldError):
        doing.confirm(session, found, actor=who)
    assert how_many(session, Course) == 0


def test_everything_wrong_with_a_row_is_said_at_once(app: Flask, session: Session) -> None:
    row = "WO-1;;District;phd;5;;{start};gisteren;;x;di"

    found = bring(session, a_file(session, row), teacher(make_lecturer(session)))

    assert {column for _, column, _ in reasons(found)} == {"name_nl", "level", "ends_on", "places"}


def test_rows_that_say_a_thing_twice_or_against_each_other_are_named(app: Flask, session: Session) -> None:
    other = ONE.replace("District research", "Something else").replace("{start}", "{later}")

    found = bring(session, a_file(session, ONE, ONE, other), teacher(make_lecturer(session)))

    assert reasons(found) == {
        (3, "starts_on", "This edition stands on l"),
        (4, "name_en", "Line 2 says something el"),
    }


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("Naam;Niveau", "We see no column Course code"),
        ("Vakcode;Code;Niveau", "The column Course code is there twice"),
    ],
)
def test_a_file_whose_first_row_has_no_names_or_one_twice_is_refused(
    app: Flask, session: Session, head: str, said: str
) -> None:
    with pytest.raises(FieldError, match=said):
        bring(session, a_file(session, "a;b;c", head=head), teacher(make_lecturer(session)))
    with pytest.raises(FieldError, match="no course below"):
        bring(session, a_file(session), teacher(make_lecturer(session)))


def test_columns_we_do_not_know_are_left_out_and_named(app: Flask, session: Session) -> None:
    who = teacher(make_lecturer(session))

    found = read_in(session, a_file(session, ONE + ";geheim", head=HEAD + ";Kamer"), who)

    assert found.state is ImportState.DONE
    assert [fault["column"] for fault in found.faults if "note" in fault] == ["Kamer"]
    assert "geheim" not in str(found.rows)


def test_a_course_of_another_lecturer_is_not_touched(app: Flask, session: Session) -> None:
    theirs = make_course(session, code="WO-1")
    colleague = make_lecturer(session, institution=theirs.organisation)

    found = bring(session, a_file(session, ONE), teacher(colleague))

    assert reasons(found) == {(2, "code", "This course is another l")}


def test_a_day_to_start_that_was_agreed_stays_within_the_edition(app: Flask, session: Session) -> None:
    placement = make_placement(session, "accept")
    settle(session, placement)
    course, run = placement.run.course, placement.run
    run.ends_on = run.starts_on + timedelta(days=30)
    placement.kickoff_on = run.starts_on + timedelta(days=20)
    session.flush()
    row = f"{course.code};{run.starts_on};{run.starts_on + timedelta(days=10)}"
    data = a_file(session, row, head="Vakcode;Eerste dag;Laatste dag")

    found = bring(session, data, lecturer_at(run))

    assert reasons(found) == {(2, "ends_on", "A day to start is agreed")}


def lecturer_at(run: CourseRun) -> Actor:
    who = lecturer_of(run)
    return Actor(who.roles, who.user_id, institution_id=run.course.organisation_id)


# ---- whole or not at all ----


def test_one_row_that_cannot_be_any_more_leaves_nothing_of_a_long_file(app: Flask, session: Session) -> None:
    lecturer = make_lecturer(session)
    who = teacher(lecturer)
    rows = [ONE.replace("WO-1", f"WO-{n:03}") for n in range(300)]
    found = bring(session, a_file(session, *rows), who)
    doing.confirm(session, found, actor=who)
    colleague = make_lecturer(session, institution=lecturer.institution)
    make_course(session, colleague, code="WO-299")
    session.commit()

    run_due()

    session.refresh(found)
    assert found.state is ImportState.REFUSED
    assert reasons(found) == {(301, "code", "This course is another l")}
    assert codes(session) == ["WO-299"]
    assert how_many(session, CourseRun) == 0


def test_a_worker_that_dies_before_the_end_leaves_nothing_and_the_next_one_does_it_once(
    app: Flask, session: Session
) -> None:
    who = teacher(make_lecturer(session))
    found = bring(session, a_file(session, ONE, TWO), who)
    doing.confirm(session, found, actor=who)
    session.commit()
    with pytest.raises(KeyboardInterrupt):
        _die_after(found.id)
    assert how_many(session, Course) == 0
    assert session.get_one(CourseImport, found.id).state is ImportState.RUNNING
    session.rollback()

    run_due()
    with transaction() as inside:  # and somebody who thinks it is still to do
        doing.read_in(inside, found.id, city=the_city())

    assert codes(session) == ["WO-1", "WO-2"]
    assert how_many(session, CourseRun) == 2


def _die_after(import_id: UUID) -> None:
    """All is written, and then the process is gone."""
    with transaction() as inside:
        doing.read_in(inside, import_id, city=the_city())
        assert how_many(inside, Course) == 2
        raise KeyboardInterrupt


def test_how_far_it_is_can_be_read_while_rows_are_looked_at(app: Flask, session: Session) -> None:
    who = teacher(make_lecturer(session))
    found = bring(session, a_file(session, *(ONE.replace("WO-1", f"W{n}") for n in range(doing.STEP + 10))), who)
    claim = Claim(found.id, "courses.import", {"v": 1, "file": str(found.id)}, "k", 1, found.id)
    assert work.prepare(session, claim) is None
    doing.confirm(session, found, actor=who)
    session.commit()

    act = work.prepare(session, claim)
    assert act is not None
    act()

    session.refresh(found)
    assert (found.state, found.done) == (ImportState.RUNNING, doing.STEP)


def test_saying_yes_twice_is_saying_it_once(app: Flask, session: Session) -> None:
    who = teacher(make_lecturer(session))
    found = bring(session, a_file(session, ONE), who)

    for _ in range(2):
        doing.confirm(session, found, actor=who)

    promised = session.scalars(select(Outbox).where(Outbox.kind == "courses.import")).all()
    assert [row.state for row in promised] == [OutboxState.PENDING]
    doing.discard(session, found, actor=who)
    assert session.get(CourseImport, found.id) is found, "what is being read in is not forgotten"


# ---- who may ----


def test_nobody_but_who_brought_it_and_coordinators_sees_a_file(app: Flask, session: Session) -> None:
    lecturer = make_lecturer(session)
    found = bring(session, a_file(session, ONE), teacher(lecturer))
    colleague = make_lecturer(session, institution=lecturer.institution)

    for who in (teacher(colleague), actor(make_user(session, Role.STUDENT)), Actor()):
        with pytest.raises(NotFoundError):
            doing.get_import(session, found.id, who)

    for who in (teacher(lecturer), actor(make_user(session, Role.COORDINATOR))):
        assert doing.get_import(session, found.id, who) is found
    with pytest.raises(NotFoundError):
        bring(session, a_file(session, ONE), actor(make_user(session, Role.STUDENT)))


def test_a_lecturer_brings_for_their_own_institution_and_a_coordinator_says_which(app: Flask, session: Session) -> None:
    lecturer, other = make_lecturer(session), make_lecturer(session)
    coordinator = actor(make_user(session, Role.COORDINATOR))
    mails = f"{lecturer.mail}, {lecturer.mail.upper()}"
    data = a_file(session, f'{ONE};"{mails}"', head=f"{HEAD};Docenten")

    assert bring(session, data, teacher(lecturer), other.institution_id).organisation_id == lecturer.institution_id
    with pytest.raises(FieldError, match="Choose an institution"):
        bring(session, data, coordinator)
    assert reasons(bring(session, data, coordinator, other.institution_id)) == {
        (2, "lecturers", "We know no lecturer of t")
    }
    found = bring(session, data, coordinator, lecturer.institution_id)
    doing.confirm(session, found, actor=coordinator)
    session.commit()
    run_due()
    assert list(session.scalars(select(CourseLecturer.user_id))) == [lecturer.id]


def test_who_lost_the_role_meanwhile_reads_nothing_in(app: Flask, session: Session) -> None:
    lecturer = make_lecturer(session)
    found = bring(session, a_file(session, ONE), teacher(lecturer))
    doing.confirm(session, found, actor=teacher(lecturer))
    for grant in session.scalars(select(RoleGrant).where(RoleGrant.user_id == lecturer.id)):
        grant.granted_until = clock.now(session)
    session.commit()

    run_due()

    session.refresh(found)
    assert found.state is ImportState.REFUSED
    assert how_many(session, Course) == 0


def test_files_go_after_a_month_and_their_courses_stay(app: Flask, session: Session) -> None:
    who = teacher(make_lecturer(session))
    old, young = read_in(session, a_file(session, ONE), who), bring(session, a_file(session, TWO), who)
    old.created_at, young.created_at = now_utc() - timedelta(days=31), now_utc() - timedelta(days=29)
    session.flush()

    sweeping.sweep_batch(session, CourseImport, sweeping.old_imports, timedelta(days=30))

    assert list(session.scalars(select(CourseImport.id))) == [young.id]
    assert codes(session) == ["WO-1"]


# ---- who teaches ----


def test_a_lecturer_is_taken_off_but_never_the_last(app: Flask, session: Session) -> None:
    course = make_course(session)
    first = session.get_one(User, course.lecturers[0].user_id)
    colleague = make_lecturer(session, institution=course.organisation)
    who = lecturer_of(make_run(session, course))
    with pytest.raises(FieldError):
        editing.unshare_course(session, course, first.id, actor=who)
    editing.share_course(session, course, colleague.mail, actor=who)

    editing.unshare_course(session, course, first.id, actor=who)

    assert [each.user_id for each in course.lecturers] == [colleague.id]
    with pytest.raises(NotFoundError):
        editing.unshare_course(session, course, colleague.id, actor=who)

"""One call per field gives everything that belongs to it, joined for screen readers."""

from __future__ import annotations

import re

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from leren_app.web.fields import TicksField
from leren_app.web.look import control_attributes, control_kind, error_address
from tests.look.conftest import Render

IMPORTS = '{% from "macros/forms.html" import blocked_button, button, error_summary, field, hidden, post, trap %}'


class AskForm(Form):
    """One field of each kind."""

    mail = EmailField("Your email address", [InputRequired("Write an email address"), Length(max=20)])
    name = StringField("Your name", [Optional()], description="As you want to be called")
    text = TextAreaField("What is going on?", [InputRequired("Tell us what is going on")])
    place = SelectField("Where?", [InputRequired("Choose a place")], choices={"": "Choose", "n": "North"})
    day = DateField("When?", [Optional()])
    topic = RadioField("About what?", [InputRequired("Choose one")], choices={"a": "Air", "w": "Water"})
    tongues = TicksField("Languages", [Optional()], choices={"nl": "Dutch", "en": "English"})
    hide = BooleanField("Hide my name")
    version = HiddenField()


def form_with_mistakes() -> AskForm:
    form = AskForm(MultiDict({"mail": "", "version": "3"}))
    assert not form.validate()
    return form


def test_label_hint_error_and_control_come_in_that_order_and_are_joined(render: Render) -> None:
    html = render(IMPORTS + '{{ field(form.mail, hint="We answer here.") }}', form=form_with_mistakes())

    places = [html.index(part) for part in ("<label", "We answer here.", "Write an email address", "<input")]
    assert places == sorted(places)
    assert 'for="mail"' in html
    assert 'aria-describedby="mail-hint mail-error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_without_hint_or_error_points_at_nothing(render: Render) -> None:
    html = render(IMPORTS + "{{ field(form.mail) }}", form=AskForm())

    assert "aria-describedby" not in html
    assert "aria-invalid" not in html


def test_a_field_that_may_stay_empty_says_so_and_a_required_one_does_not(render: Render) -> None:
    html = render(IMPORTS + "{{ field(form.name) }}|{{ field(form.mail) }}", form=AskForm())
    optional, required = html.split("|")

    assert "(may stay empty)" in optional
    assert "As you want to be called" in optional
    assert "may stay empty" not in required


def test_no_control_cuts_pasted_text_short(render: Render) -> None:
    html = render(IMPORTS + "{{ field(form.mail) }}", form=AskForm())

    assert "maxlength" not in html


def test_more_attributes_reach_the_control(render: Render) -> None:
    html = render(IMPORTS + '{{ field(form.text, rows=6, lang="en") }}', form=AskForm())

    assert re.search(r'<textarea [^>]*lang="en"[^>]*rows="6"', html)


def test_what_was_typed_is_shown_again_as_text(render: Render) -> None:
    form = AskForm(MultiDict({"text": "<script>alert(1)</script>"}))

    assert "&lt;script&gt;" in render(IMPORTS + "{{ field(form.text) }}", form=form)


def test_radios_are_a_fieldset_whose_summary_link_leads_to_the_first(render: Render) -> None:
    html = render(IMPORTS + '{{ field(form.topic, hints={"w": "Canals too"}) }}', form=form_with_mistakes())

    assert '<fieldset class="lms-fieldset lms-fieldset--invalid" aria-describedby="topic-error">' in html
    assert "About what?</legend>" in html
    assert 'aria-describedby="topic-1-hint"' in html
    assert 'id="topic-1-hint">Canals too' in html
    assert error_address(form_with_mistakes(), "topic") == "topic-0"
    assert 'id="topic-0"' in html


def test_several_ticks_are_a_fieldset_of_checkboxes(render: Render) -> None:
    html = render(IMPORTS + "{{ field(form.tongues) }}", form=AskForm(MultiDict({"tongues": "en"})))

    assert html.count('type="checkbox"') == 2
    assert re.search(r"<input checked[^>]*value=\"en\"", html)


def test_the_summary_takes_focus_links_to_each_field_and_says_each_sentence_once(render: Render) -> None:
    html = render(IMPORTS + "{{ error_summary(form) }}", form=form_with_mistakes())

    assert 'role="alert" tabindex="-1" autofocus' in html
    assert re.findall(r'href="#([^"]+)"', html) == ["mail", "text", "place", "topic-0"]
    assert html.count("Choose a place") == 1


def test_a_form_without_mistakes_has_no_summary(render: Render) -> None:
    assert render(IMPORTS + "{{ error_summary(form) }}", form=AskForm()).strip() == ""


def test_a_sentence_about_the_whole_form_has_no_link(render: Render) -> None:
    form = AskForm()
    form.form_errors = ["Somebody else changed this."]

    html = render(IMPORTS + "{{ error_summary(form) }}", form=form)

    assert "<li>Somebody else changed this.</li>" in html


def test_a_posting_form_carries_its_hidden_fields_without_ids_or_else_the_token(render: Render) -> None:
    with_form = render(IMPORTS + '{% call post("/x", form) %}{% endcall %}', form=form_with_mistakes())
    without = render(IMPORTS + '{% call post("/x") %}{% endcall %}')

    assert '<input name="version" type="hidden" value="3">' in with_form
    assert 'name="csrf_token" value="a-token"' in without


def test_a_button_that_cannot_be_used_says_why_and_sends_nothing(render: Render) -> None:
    html = render(IMPORTS + '{{ blocked_button("Publish", "The asker has not said yes.", id="pub") }}')

    assert 'type="button" aria-disabled="true" aria-describedby="pub-reason"' in html
    assert 'id="pub-reason"' in html
    assert " disabled" not in html


def test_a_trap_is_out_of_sight_and_out_of_the_tab_order(render: Render) -> None:
    html = render(IMPORTS + "{{ trap(form.name) }}", form=AskForm())

    assert 'class="lms-trap" aria-hidden="true"' in html
    assert 'tabindex="-1"' in html


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("mail", "textbox"),
        ("text", "textarea"),
        ("place", "select"),
        ("day", "textbox"),
        ("topic", "group"),
        ("tongues", "group"),
        ("hide", "checkbox"),
        ("version", "hidden"),
    ],
)
def test_each_kind_of_field_is_known(name: str, kind: str) -> None:
    assert control_kind(AskForm()[name]) == kind


def test_a_read_only_control_looks_and_is_read_only() -> None:
    attributes = control_attributes(AskForm().name, read_only=True)

    assert attributes["readonly"] is True
    assert "utrecht-textbox--read-only" in str(attributes["class_"])

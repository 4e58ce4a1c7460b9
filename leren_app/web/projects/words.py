"""How the steps of a project are called on its pages, and who hears of them."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from leren_app.domain.lifecycle import Audience, Step
from leren_app.services.projects.forming import JOINED
from leren_app.web.stepping import StepWords

STEP_WORDS: dict[str, StepWords] = {
    "start": StepWords(
        _l("Start the project"),
        _l("The team begins. From now on everyone can see that students work on this."),
        _l("Start the project"),
        _l("The project has started. The team, the client and the asker get a mail."),
    ),
    "not_start": StepWords(
        _l("Do not start this project"),
        _l("The team does not begin. Everybody who counted on it hears why."),
        _l("Do not start"),
        _l("The project does not start. Everybody hears why."),
    ),
    "hand_in": StepWords(
        _l("Hand in your work"),
        _l("Your lecturer and the client read it first. After that it becomes public, in Dutch and English."),
        _l("Hand in"),
        _l("Your work is handed in. Your lecturer and the client have a mail."),
    ),
    "return": StepWords(
        _l("Return it with what must change"),
        _l("The team reads what must change, and hands in again."),
        _l("Return it to the team"),
        _l("The team has your text and the new day."),
    ),
    "approve": StepWords(
        _l("Approve the work"),
        _l("After this a coordinator looks at it once more and publishes it."),
        _l("Approve"),
        _l("The work is approved. The coordinators can publish it."),
    ),
    "publish": StepWords(
        _l("Publish the result"),
        _l("Everyone can read it from now on, in Dutch and English."),
        _l("Publish the result"),
        _l("Saved. The result becomes public now, or at the end of its embargo."),
    ),
    "retract": StepWords(
        _l("Take the result off the website"),
        _l("Its address then says that the page was taken away."),
        _l("Take it off the website"),
        _l("The result is off the website."),
    ),
    "stop": StepWords(
        _l("Stop the project"),
        _l("Say honestly why. A project that stops is no shame; a silent one is."),
        _l("Stop the project"),
        _l("The project is stopped, and the reason is public."),
    ),
    "close": StepWords(
        _l("Close the project"),
        _l("Everyone who was promised has heard what came out. The members get their certificate."),
        _l("Close the project"),
        _l("The project is closed. The members get their certificate."),
    ),
    "reopen": StepWords(
        _l("Open the project again"),
        _l("It comes back to where it was: public."),
        _l("Open it again"),
        _l("The project is open again."),
    ),
}

_HEARS: dict[Audience, str] = {
    Audience.MEMBERS: _l("The members of the team"),
    Audience.LECTURERS: _l("The lecturers of the course"),
    Audience.CLIENT: _l("The client"),
    Audience.ASKER: _l("Who asked the question"),
    Audience.ASKER_FIRST_PROJECT: _l("Who asked the question, if this is the first team"),
    Audience.FOLLOWERS: _l("Everybody who follows the question"),
    Audience.FOLLOWERS_FIRST_PROJECT: _l("Everybody who follows it, if this is the first team"),
    Audience.COORDINATORS: _l("The coordinators"),
    Audience.PROMISED: _l("Residents who were promised to hear"),
}


def who_hears(step: Step, *, by_coordinators: bool = False) -> list[str]:
    """Who gets a mail when this step is taken, one line each; coordinators stand in where nobody teaches."""
    heard = [audience for audience, _ in step.tells]
    if by_coordinators:
        heard = [Audience.COORDINATORS if each is Audience.LECTURERS else each for each in heard]
    return [str(_HEARS[audience]) for audience in dict.fromkeys(heard)]


def event_words(name: str) -> str:
    """What an event is called that is no step of the life cycle."""
    if name == JOINED:
        return gettext("Somebody joined the team")
    return gettext("Somebody left the team")

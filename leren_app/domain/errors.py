"""What can go wrong in the domain; each error carries the sentence a person reads."""

from __future__ import annotations

from leren_app.domain.text import Text


class DomainError(Exception):
    """Something that is not possible, with the reason in words."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class NotFoundError(DomainError):
    """There is no such thing, or it is hidden from who asks; both look the same."""

    def __init__(self) -> None:
        super().__init__(Text("Dit bestaat niet (meer).", "This does not exist (any more)."))


class GoneError(DomainError):
    """It was public once and was taken off; the address says so instead of playing ignorant."""

    def __init__(self) -> None:
        super().__init__(Text("Deze pagina is van de website gehaald.", "This page was taken off the website."))


class MovedError(GoneError):
    """It goes on under another reference, which everyone may read."""

    def __init__(self, reference: str) -> None:
        super().__init__()
        self.reference = reference


class NotAllowedError(DomainError):
    """The person may see it but not do this."""


class TransitionError(DomainError):
    """The life cycle does not allow this step now."""


class StaleError(DomainError):
    """Somebody else changed it in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Iemand anders heeft dit intussen veranderd. Uw tekst staat er nog. Kijk eerst wat er nu staat.",
                "Somebody else changed this in the meantime. Your text is still here. First look at what it says now.",
            )
        )


class FieldError(DomainError):
    """One field is not right; the form shows the sentence beside it."""

    def __init__(self, field: str, message: Text) -> None:
        super().__init__(message)
        self.field = field

"""What we use of WhiteNoise, which carries no types."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse

class WhiteNoise:
    def __init__(
        self, application: Any, root: str | Path | None = ..., prefix: str | None = ..., max_age: int = ..., **more: Any
    ) -> None: ...
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]: ...

"""Documents for paper: a template of templates/paper filled in, as a tagged PDF to keep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

import typst
from flask import Response, make_response

from config import ROOT
from leren_app.web.here import now

FOLDER = ROOT / "templates" / "paper"
READABLE: Final = "ua-1"  # PDF/UA: headings, language and reading order for screen readers


def pdf(source: str, said: Mapping[str, object], name: str) -> Response:
    """The document of this name with these words; all of them are data, so nothing typed is read as markup."""
    made = typst.compile(
        str(FOLDER / f"{source}.typ"),
        format="pdf",
        sys_inputs={"said": json.dumps(said)},
        pdf_standards=READABLE,
        timestamp=int(now().timestamp()),
    )
    return attachment(bytes(made), "application/pdf", name)


def attachment(content: bytes, kind: str, name: str) -> Response:
    """A file to keep, which nobody in between may store."""
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response

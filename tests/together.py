"""Several people at the same moment, with the interleaving that hurts forced."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from flask import Flask
from sqlalchemy.orm import Session

from leren_app.transaction import transaction


def in_threads(app: Flask, act: Callable[[Session, int], str], many: int) -> list[str]:
    """Let the first stay inside its transaction until all others wait for it; what each of them got."""
    got: list[str] = []

    def do(n: int) -> None:
        with app.app_context(), transaction() as session:
            got.append(act(session, n))

    others = [Thread(target=do, args=(n,)) for n in range(1, many)]
    with transaction() as session:
        got.append(act(session, 0))
        for thread in others:
            thread.start()
        others[0].join(0.3)
        assert all(thread.is_alive() for thread in others), "they did not wait"
    for thread in others:
        thread.join(20)
    return got

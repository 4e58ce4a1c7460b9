"""What we use of Flask-Migrate, which carries no types."""

from typing import Any

from flask import Flask

class Migrate:
    db: Any
    directory: str
    def __init__(self, app: Flask | None = ..., db: Any = ..., directory: str = ..., **options: Any) -> None: ...
    def init_app(self, app: Flask, db: Any = ..., directory: str | None = ..., **options: Any) -> None: ...

def upgrade(directory: str | None = ..., revision: str = ..., sql: bool = ...) -> None: ...
def downgrade(directory: str | None = ..., revision: str = ..., sql: bool = ...) -> None: ...

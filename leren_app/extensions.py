"""Flask's extensions, made once and bound in create_app."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from flask_wtf import CSRFProtect

from leren_app.engine import dispose_after_fork, tame_sqlite
from leren_app.models import Base
from leren_app.services.indexes.keeping import FOLDER


class AppSession(FlaskSession):
    """A session that knows whether this is a demo, whose clock can be moved, and where the indexes lie."""

    def __init__(self, db: SQLAlchemy, **options: Any) -> None:
        super().__init__(db, **options)
        self.info["is_demo"] = current_app.config["DEMO"]
        self.info[FOLDER] = current_app.config["INDEX_DIR"]


db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": AppSession})
migrate = Migrate(compare_type=True, render_as_batch=True)
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(get_remote_address, headers_enabled=False)
compress = Compress()


def init_app(app: Flask) -> None:
    """Bind all but Babel, whose locale selector is the web's."""
    tame_sqlite()
    db.init_app(app)
    with app.app_context():
        dispose_after_fork(db.engine)
    migrate.init_app(app, db, directory=str(app.config["MIGRATIONS_DIR"]))
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)

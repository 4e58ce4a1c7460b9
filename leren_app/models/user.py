"""People with an account, the roles granted to them, and where they are signed in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.domain.roles import Role
from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.organisation import Organisation


class User(Keyed, Base):
    """Somebody who signs in by a link in a mail; there are no passwords."""

    __tablename__ = "user_account"
    __table_args__ = (
        Index("uq_user_account_lower_mail", text("lower(mail)"), unique=True),
        Index("ix_user_account_name", "name", "id"),
    )

    name: Mapped[str] = mapped_column(String(120))
    mail: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2), default="nl")
    sub: Mapped[str | None] = mapped_column(String(200), unique=True, comment="key of an outside identity provider")
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    deactivated_at: Mapped[datetime | None]
    last_signed_in_at: Mapped[datetime | None] = mapped_column(comment="in the domain's time; shown as a day")
    version: Mapped[int] = mapped_column(
        default=1, comment="of what administrators change: roles, open or closed; raised while the row is locked"
    )

    institution: Mapped[Organisation | None] = relationship()
    grants: Mapped[list[RoleGrant]] = relationship(
        back_populates="user", foreign_keys="RoleGrant.user_id", order_by="RoleGrant.granted_from"
    )


class RoleGrant(Keyed, Base):
    """A role given to a person, from a moment until a moment."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("granted_until IS NULL OR granted_until >= granted_from", name="until_after_from"),
        Index("ix_role_grant_user_id", "user_id"),
        Index(
            "uq_role_grant_live",
            "user_id",
            "role",
            unique=True,
            sqlite_where=text("granted_until IS NULL"),
            postgresql_where=text("granted_until IS NULL"),
        ),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    granted_from: Mapped[datetime]
    granted_until: Mapped[datetime | None]
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])


class LoginSession(Keyed, Base):
    """One browser in which a person is signed in; the cookie holds a random id of which only the hash is kept."""

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_user_id", "user_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

"""questions, people and promised work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('clock',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('offset_seconds', sa.Integer(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_clock_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock'))
    )
    op.create_table('dev_mail',
    sa.Column('message_id', sa.String(length=200), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dev_mail')),
    sa.UniqueConstraint('message_id', name=op.f('uq_dev_mail_message_id'))
    )
    op.create_table('heartbeat',
    sa.Column('process', sa.String(length=20), nullable=False),
    sa.Column('run_id', sa.String(length=40), nullable=False),
    sa.Column('beat_at', sa.DateTime(timezone=True), nullable=False, comment='real time'),
    sa.PrimaryKeyConstraint('process', 'run_id', name=op.f('pk_heartbeat'))
    )
    op.create_table('installation',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('city', sa.String(length=40), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_installation_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_installation'))
    )
    op.create_table('mail_sent',
    sa.Column('idem_key', sa.String(length=200), nullable=False),
    sa.Column('recipient', sa.String(length=64), nullable=False, comment='user:<id> or contact:<id>; never an address'),
    sa.Column('message_id', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum('sending', 'sent', name='state', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_sent')),
    sa.UniqueConstraint('idem_key', 'recipient', name=op.f('uq_mail_sent_idem_key_recipient'))
    )
    op.create_table('organisation',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('municipality', 'knowledge', 'community', 'company', name='kind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('name', name=op.f('uq_organisation_name'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False, comment='ids only, with a schema version'),
    sa.Column('idem_key', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum('pending', 'leased', 'done', 'dead', name='state', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False, comment='starts, not dispatches'),
    sa.Column('available_at', sa.DateTime(timezone=True), nullable=False, comment="in the domain's time"),
    sa.Column('queued_at', sa.DateTime(timezone=True), nullable=True, comment='real time of the last hint to the queue'),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True, comment='real time'),
    sa.Column('lease_token', sa.Uuid(), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name=op.f('ck_outbox_done_has_date')),
    sa.CheckConstraint("state <> 'leased' OR (lease_token IS NOT NULL AND lease_until IS NOT NULL)", name=op.f('ck_outbox_leased_has_lease')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('idem_key', name=op.f('uq_outbox_idem_key'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_due', ['available_at'], unique=False, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.create_index('ix_outbox_leased', ['lease_until'], unique=False, sqlite_where=sa.text("state = 'leased'"), postgresql_where=sa.text("state = 'leased'"))

    op.create_table('reference_counter',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_reference_counter'))
    )
    op.create_table('contact',
    sa.Column('name', sa.String(length=120), nullable=False, comment='may stay empty'),
    sa.Column('mail', sa.String(length=254), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('address', sa.String(length=300), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('channel', sa.Enum('mail', 'phone', 'letter', name='channel', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('name_public', sa.Boolean(), nullable=False, comment="only by the person's own tick"),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("erased_at IS NOT NULL OR (channel = 'mail' AND mail IS NOT NULL) OR (channel = 'phone' AND phone IS NOT NULL) OR (channel = 'letter' AND address IS NOT NULL)", name=op.f('ck_contact_channel_usable')),
    sa.CheckConstraint("erased_at IS NULL OR (name = '' AND mail IS NULL AND phone IS NULL AND address IS NULL)", name=op.f('ck_contact_erased_whole')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_contact_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact'))
    )
    op.create_table('user_account',
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('mail', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('sub', sa.String(length=200), nullable=True, comment='key of an outside identity provider'),
    sa.Column('institution_id', sa.Uuid(), nullable=True),
    sa.Column('deactivated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['organisation.id'], name=op.f('fk_user_account_institution_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('sub', name=op.f('uq_user_account_sub'))
    )
    op.create_table('event',
    sa.Column('subject', sa.String(length=24), nullable=False, comment='name of the life cycle'),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('from_state', sa.String(length=24), nullable=True),
    sa.Column('to_state', sa.String(length=24), nullable=True),
    sa.Column('role', sa.Enum('visitor', 'asker', 'follower', 'client', 'member', 'student', 'researcher', 'lecturer', 'host', 'coordinator', 'administrator', 'clock', 'system', name='role', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_event_contact_id_contact'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_event_user_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_subject', ['subject', 'subject_id', 'at'], unique=False)

    op.create_table('login_session',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_login_session_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_session')),
    sa.UniqueConstraint('hash', name=op.f('uq_login_session_hash'))
    )
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.create_index('ix_login_session_user_id', ['user_id'], unique=False)

    op.create_table('question',
    sa.Column('reference', sa.String(length=24), nullable=False, comment='rises within a year'),
    sa.Column('form_key', sa.String(length=64), nullable=False, comment='one per form shown: a double click asks once'),
    sa.Column('raw_text', sa.Text(), nullable=False, comment='as typed; for the asker and coordinators only'),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('asks_as', sa.Enum('resident', 'organisation', 'municipality', name='asks_as', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('district', sa.String(length=40), nullable=False, comment='key in the city file'),
    sa.Column('neighbourhood', sa.String(length=40), nullable=True, comment='key in the city file'),
    sa.Column('state', sa.Enum('unconfirmed', 'lapsed', 'received', 'intake', 'waiting', 'articulated', 'agreed', 'public', 'answered', 'closed', 'referred', 'refused', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('asker_id', sa.Uuid(), nullable=False),
    sa.Column('assignee_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True, comment='the last day for the first human answer'),
    sa.Column('first_answer_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('put_at', sa.DateTime(timezone=True), nullable=True, comment='when we last asked the asker something'),
    sa.Column('reminders', sa.Integer(), nullable=False, comment='sent since put_at'),
    sa.Column('agreed_version', sa.Integer(), nullable=True, comment='number of the clinic version that got the yes'),
    sa.Column('adopted_by_id', sa.Uuid(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_because', sa.String(length=40), nullable=True, comment='reason code of refer and refuse'),
    sa.Column('merged_into_id', sa.Uuid(), nullable=True),
    sa.Column('split_from_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('unconfirmed', 'lapsed', 'withdrawn') OR confirmed_at IS NOT NULL OR recorded_by_id IS NOT NULL", name=op.f('ck_question_received_is_confirmed')),
    sa.CheckConstraint("state IN ('unconfirmed', 'lapsed', 'withdrawn') OR due_on IS NOT NULL", name=op.f('ck_question_received_has_date')),
    sa.CheckConstraint("state NOT IN ('public', 'answered', 'closed') OR agreed_version IS NOT NULL OR adopted_by_id IS NOT NULL", name=op.f('ck_question_public_has_yes')),
    sa.CheckConstraint("state NOT IN ('referred', 'refused') OR ended_because IS NOT NULL", name=op.f('ck_question_ended_has_reason')),
    sa.CheckConstraint('merged_into_id IS NULL OR merged_into_id <> id', name=op.f('ck_question_not_merged_into_itself')),
    sa.ForeignKeyConstraint(['adopted_by_id'], ['organisation.id'], name=op.f('fk_question_adopted_by_id_organisation')),
    sa.ForeignKeyConstraint(['asker_id'], ['contact.id'], name=op.f('fk_question_asker_id_contact')),
    sa.ForeignKeyConstraint(['assignee_id'], ['user_account.id'], name=op.f('fk_question_assignee_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['merged_into_id'], ['question.id'], name=op.f('fk_question_merged_into_id_question')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['user_account.id'], name=op.f('fk_question_recorded_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['split_from_id'], ['question.id'], name=op.f('fk_question_split_from_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('form_key', name=op.f('uq_question_form_key')),
    sa.UniqueConstraint('reference', name=op.f('uq_question_reference'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index('ix_question_asker_id', ['asker_id'], unique=False)
        batch_op.create_index('ix_question_assignee_id', ['assignee_id'], unique=False)
        batch_op.create_index('ix_question_public', ['published_at', 'id'], unique=False, sqlite_where=sa.text('published_at IS NOT NULL'), postgresql_where=sa.text('published_at IS NOT NULL'))
        batch_op.create_index('ix_question_queue', ['state', 'due_on', 'id'], unique=False)

    op.create_table('role_grant',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('visitor', 'asker', 'follower', 'client', 'member', 'student', 'researcher', 'lecturer', 'host', 'coordinator', 'administrator', 'clock', 'system', name='role', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('granted_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('granted_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('granted_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('granted_until IS NULL OR granted_until >= granted_from', name=op.f('ck_role_grant_until_after_from')),
    sa.ForeignKeyConstraint(['granted_by_id'], ['user_account.id'], name=op.f('fk_role_grant_granted_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_role_grant_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant'))
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index('ix_role_grant_user_id', ['user_id'], unique=False)
        batch_op.create_index('uq_role_grant_live', ['user_id', 'role'], unique=True, sqlite_where=sa.text('granted_until IS NULL'), postgresql_where=sa.text('granted_until IS NULL'))

    op.create_table('clinic_version',
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('worry', sa.Text(), nullable=False, comment='what worries you'),
    sa.Column('difference', sa.Text(), nullable=False, comment='what would be different'),
    sa.Column('known', sa.Text(), nullable=False, comment='what is known'),
    sa.Column('feasible', sa.Text(), nullable=False, comment='what can be asked in N weeks'),
    sa.Column('title_nl', sa.String(length=160), nullable=False),
    sa.Column('title_en', sa.String(length=160), nullable=False),
    sa.Column('summary_nl', sa.Text(), nullable=False),
    sa.Column('summary_en', sa.Text(), nullable=False),
    sa.Column('research_question_nl', sa.Text(), nullable=False),
    sa.Column('research_question_en', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('put_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreed_how', sa.Enum('link', 'phone', 'paper', name='agreed_how', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('agreed_on', sa.Date(), nullable=True, comment='the day of the yes, when it was by phone or on paper'),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('agreed_at IS NULL OR agreed_how IS NOT NULL', name=op.f('ck_clinic_version_agreed_says_how')),
    sa.ForeignKeyConstraint(['author_id'], ['user_account.id'], name=op.f('fk_clinic_version_author_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_clinic_version_question_id_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clinic_version')),
    sa.UniqueConstraint('question_id', 'n', name=op.f('uq_clinic_version_question_id_n'))
    )
    op.create_table('event_note',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('audience', sa.Enum('internal', 'asker', name='audience', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_note_event_id_event'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_note'))
    )
    with op.batch_alter_table('event_note', schema=None) as batch_op:
        batch_op.create_index('ix_event_note_event_id', ['event_id'], unique=False)

    op.create_table('following',
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('source', sa.Enum('also_mine', 'merged', 'own', name='source', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_following_contact_id_contact'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_following_question_id_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_following')),
    sa.UniqueConstraint('contact_id', 'question_id', name=op.f('uq_following_contact_id_question_id'))
    )
    op.create_table('note',
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user_account.id'], name=op.f('fk_note_author_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_note_question_id_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.create_index('ix_note_question_id', ['question_id'], unique=False)

    op.create_table('question_theme',
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('theme', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_theme_question_id_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('question_id', 'theme', name=op.f('pk_question_theme'))
    )
    op.create_table('token',
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.Enum('confirm', 'asker_page', 'sign_in', name='purpose', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('question_id', sa.Uuid(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(purpose = 'sign_in' AND user_id IS NOT NULL AND contact_id IS NULL AND question_id IS NULL) OR (purpose <> 'sign_in' AND user_id IS NULL AND contact_id IS NOT NULL AND question_id IS NOT NULL)", name=op.f('ck_token_one_subject')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_token_contact_id_contact'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_token_question_id_question'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_token_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_token')),
    sa.UniqueConstraint('hash', name=op.f('uq_token_hash'))
    )
    op.create_index(op.f('ix_contact_lower_mail'), 'contact', [sa.text('lower(mail)')])
    op.create_index(op.f('uq_user_account_lower_mail'), 'user_account', [sa.text('lower(mail)')], unique=True)


def downgrade() -> None:
    op.drop_index(op.f('uq_user_account_lower_mail'), table_name='user_account')
    op.drop_index(op.f('ix_contact_lower_mail'), table_name='contact')
    op.drop_table('token')
    op.drop_table('question_theme')
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_index('ix_note_question_id')

    op.drop_table('note')
    op.drop_table('following')
    with op.batch_alter_table('event_note', schema=None) as batch_op:
        batch_op.drop_index('ix_event_note_event_id')

    op.drop_table('event_note')
    op.drop_table('clinic_version')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index('uq_role_grant_live', sqlite_where=sa.text('granted_until IS NULL'), postgresql_where=sa.text('granted_until IS NULL'))
        batch_op.drop_index('ix_role_grant_user_id')

    op.drop_table('role_grant')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index('ix_question_queue')
        batch_op.drop_index('ix_question_public', sqlite_where=sa.text('published_at IS NOT NULL'), postgresql_where=sa.text('published_at IS NOT NULL'))
        batch_op.drop_index('ix_question_assignee_id')
        batch_op.drop_index('ix_question_asker_id')

    op.drop_table('question')
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.drop_index('ix_login_session_user_id')

    op.drop_table('login_session')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('ix_event_subject')

    op.drop_table('event')
    op.drop_table('user_account')
    op.drop_table('contact')
    op.drop_table('reference_counter')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_leased', sqlite_where=sa.text("state = 'leased'"), postgresql_where=sa.text("state = 'leased'"))
        batch_op.drop_index('ix_outbox_due', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.drop_table('outbox')
    op.drop_table('organisation')
    op.drop_table('mail_sent')
    op.drop_table('installation')
    op.drop_table('heartbeat')
    op.drop_table('dev_mail')
    op.drop_table('clock')

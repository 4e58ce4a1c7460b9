"""challenges courses projects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

ONE_SUBJECT = (
    "(purpose = 'sign_in' AND user_id IS NOT NULL AND contact_id IS NULL AND question_id IS NULL AND challenge_id IS NULL) OR (purpose IN ('confirm', 'asker_page') AND user_id IS NULL AND contact_id IS NOT NULL AND question_id IS NOT NULL AND challenge_id IS NULL) OR (purpose = 'client_page' AND user_id IS NULL AND contact_id IS NOT NULL AND question_id IS NULL AND challenge_id IS NOT NULL)"
)
ONE_SUBJECT_BEFORE = (
    "(purpose = 'sign_in' AND user_id IS NOT NULL AND contact_id IS NULL AND question_id IS NULL) OR (purpose <> 'sign_in' AND user_id IS NULL AND contact_id IS NOT NULL AND question_id IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table('course',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name_nl', sa.String(length=160), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.String(length=8), nullable=False, comment='key of a level in the city file'),
    sa.Column('kind', sa.Enum('course', 'minor', 'honours', 'thesis', 'internship', 'work_placement', 'research', name='kind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=True, comment='hours of work for one student; 28 make one EC'),
    sa.Column('goals', sa.Text(), nullable=False, comment='learning goals, as pasted'),
    sa.Column('themes', sa.JSON(), nullable=False, comment='keys in the city file'),
    sa.Column('milestones', sa.JSON(), nullable=False, comment='template: [{nl, en, week}] with week counted from the start, 1 first'),
    sa.Column('is_shown', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_course_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course')),
    sa.UniqueConstraint('organisation_id', 'code', name=op.f('uq_course_organisation_id_code'))
    )
    op.create_table('course_lecturer',
    sa.Column('course_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_lecturer_course_id_course'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_course_lecturer_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('course_id', 'user_id', name=op.f('pk_course_lecturer'))
    )
    with op.batch_alter_table('course_lecturer', schema=None) as batch_op:
        batch_op.create_index('ix_course_lecturer_user_id', ['user_id'], unique=False)

    op.create_table('course_run',
    sa.Column('course_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('planning_deadline', sa.Date(), nullable=False, comment='last day on which a challenge can be planned'),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('team_min', sa.Integer(), nullable=False),
    sa.Column('team_max', sa.Integer(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False, comment='languages the class speaks in the field'),
    sa.Column('person_id', sa.Uuid(), nullable=True, comment='an individual run: thesis, internship, research'),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('person_id IS NULL OR places = 1', name=op.f('ck_course_run_individual_has_one_place')),
    sa.CheckConstraint('places >= 1', name=op.f('ck_course_run_has_places')),
    sa.CheckConstraint('planning_deadline < starts_on AND starts_on <= ends_on', name=op.f('ck_course_run_days_in_order')),
    sa.CheckConstraint('team_min >= 1 AND team_min <= team_max', name=op.f('ck_course_run_team_sizes')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_run_course_id_course'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['user_account.id'], name=op.f('fk_course_run_person_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_run'))
    )
    with op.batch_alter_table('course_run', schema=None) as batch_op:
        batch_op.create_index('ix_course_run_course_id', ['course_id'], unique=False)
        batch_op.create_index('ix_course_run_deadline', ['planning_deadline', 'id'], unique=False)

    op.create_table('course_skill',
    sa.Column('course_id', sa.Uuid(), nullable=False),
    sa.Column('skill', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_skill_course_id_course'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('course_id', 'skill', name=op.f('pk_course_skill'))
    )
    op.create_table('profile',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('programme', sa.String(length=160), nullable=False),
    sa.Column('level', sa.String(length=8), nullable=False, comment='key of a level in the city file'),
    sa.Column('languages', sa.JSON(), nullable=False, comment='spoken well enough to work in'),
    sa.Column('hours_per_week', sa.Integer(), nullable=True),
    sa.Column('free_days', sa.JSON(), nullable=False, comment='1 = Monday … 7 = Sunday'),
    sa.Column('interests', sa.JSON(), nullable=False, comment='theme keys in the city file'),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('consented_at', sa.DateTime(timezone=True), nullable=True, comment='to be matched and seen by lecturers of own runs'),
    sa.Column('consent_purpose', sa.String(length=40), nullable=False, comment='which sentence was said yes to'),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('hours_per_week IS NULL OR hours_per_week BETWEEN 1 AND 60', name=op.f('ck_profile_hours_in_week')),
    sa.CheckConstraint("consented_at IS NULL OR consent_purpose <> ''", name=op.f('ck_profile_consent_has_purpose')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_profile_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_profile')),
    sa.UniqueConstraint('user_id', name=op.f('uq_profile_user_id'))
    )
    op.create_table('challenge',
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('title_nl', sa.String(length=160), nullable=False),
    sa.Column('title_en', sa.String(length=160), nullable=False),
    sa.Column('summary_nl', sa.Text(), nullable=False),
    sa.Column('summary_en', sa.Text(), nullable=False),
    sa.Column('text_version', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=8), nullable=False, comment='key of a level in the city file'),
    sa.Column('work_form', sa.Enum('exercise', 'course_part', 'minor', 'thesis', 'internship', 'work_placement', 'research', name='work_form', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('hours', sa.Integer(), nullable=True, comment='hours of work for one student; 28 make one EC'),
    sa.Column('team_min', sa.Integer(), nullable=False),
    sa.Column('team_max', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True, comment='first day on which the work may begin'),
    sa.Column('ends_on', sa.Date(), nullable=True, comment='last day on which an answer is still of use'),
    sa.Column('last_plan_on', sa.Date(), nullable=True, comment='last day on which a course can still plan it'),
    sa.Column('field_language', sa.Enum('nl', 'en', 'any', name='field_language', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('slots', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False, comment='accepted and agreed placements, by guarded UPDATE'),
    sa.Column('client_id', sa.Uuid(), nullable=True),
    sa.Column('client_hours', sa.Integer(), nullable=True, comment='hours in all that the client has for contact'),
    sa.Column('client_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.Enum('draft', 'open', 'paused', 'closed', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_until', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state = 'draft' OR state = 'withdrawn' OR (title_nl <> '' AND title_en <> '' AND summary_nl <> '' AND summary_en <> '')", name=op.f('ck_challenge_shown_has_texts')),
    sa.CheckConstraint('ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on', name=op.f('ck_challenge_period_runs_forward')),
    sa.CheckConstraint('taken >= 0 AND taken <= slots', name=op.f('ck_challenge_not_overbooked')),
    sa.CheckConstraint('team_min >= 1 AND team_min <= team_max', name=op.f('ck_challenge_team_sizes')),
    sa.ForeignKeyConstraint(['client_id'], ['contact.id'], name=op.f('fk_challenge_client_id_contact')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_challenge_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_challenge')),
    sa.UniqueConstraint('slug', name=op.f('uq_challenge_slug'))
    )
    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.create_index('ix_challenge_client_id', ['client_id'], unique=False)
        batch_op.create_index('ix_challenge_open', ['state', 'opened_at', 'id'], unique=False)
        batch_op.create_index('ix_challenge_question_id', ['question_id'], unique=False)

    op.create_table('profile_skill',
    sa.Column('profile_id', sa.Uuid(), nullable=False),
    sa.Column('skill', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['profile_id'], ['profile.id'], name=op.f('fk_profile_skill_profile_id_profile'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('profile_id', 'skill', name=op.f('pk_profile_skill'))
    )
    op.create_table('application',
    sa.Column('profile_id', sa.Uuid(), nullable=False),
    sa.Column('challenge_id', sa.Uuid(), nullable=False),
    sa.Column('motivation', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('open', 'placed', 'waiting', 'declined', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False, comment='why it was decided so, as the applicant reads it'),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('open', 'withdrawn') OR decided_at IS NOT NULL", name=op.f('ck_application_decided_has_date')),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_application_challenge_id_challenge'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['profile_id'], ['profile.id'], name=op.f('fk_application_profile_id_profile'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('profile_id', 'challenge_id', name=op.f('uq_application_profile_id_challenge_id'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index('ix_application_challenge_id', ['challenge_id', 'state'], unique=False)

    op.create_table('challenge_skill',
    sa.Column('challenge_id', sa.Uuid(), nullable=False),
    sa.Column('skill', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_challenge_skill_challenge_id_challenge'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('challenge_id', 'skill', name=op.f('pk_challenge_skill'))
    )
    op.create_table('placement',
    sa.Column('challenge_id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'requested', 'accepted', 'agreed', 'done', 'declined', 'withdrawn', 'expired', 'cancelled', name='state', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('requested_by_id', sa.Uuid(), nullable=True),
    sa.Column('kickoff_on', sa.Date(), nullable=True),
    sa.Column('agreement_version', sa.Integer(), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False, comment="contact, language, data, publication, costs, if_it_fails; and the challenge's text"),
    sa.Column('lecturer_ticked', sa.Integer(), nullable=True, comment='the version of the agreement that was ticked'),
    sa.Column('lecturer_ticked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('client_ticked', sa.Integer(), nullable=True),
    sa.Column('client_ticked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state NOT IN ('agreed', 'done') OR (kickoff_on IS NOT NULL AND lecturer_ticked = agreement_version AND client_ticked = agreement_version)", name=op.f('ck_placement_agreed_has_both_ticks')),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_placement_challenge_id_challenge')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['user_account.id'], name=op.f('fk_placement_requested_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_placement_run_id_course_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_placement'))
    )
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.create_index('ix_placement_run_id', ['run_id'], unique=False)
        batch_op.create_index('uq_placement_live', ['challenge_id', 'run_id'], unique=True, sqlite_where=sa.text("state IN ('proposed', 'requested', 'accepted', 'agreed')"), postgresql_where=sa.text("state IN ('proposed', 'requested', 'accepted', 'agreed')"))

    op.create_table('suggestion',
    sa.Column('run_id', sa.Uuid(), nullable=True),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('challenge_id', sa.Uuid(), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('label', sa.String(length=40), nullable=False, comment='calendar: fits, tight, …'),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('index_version', sa.String(length=64), nullable=False),
    sa.Column('dismissed_reason', sa.String(length=24), nullable=True),
    sa.Column('dismissed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(run_id IS NULL) <> (user_id IS NULL)', name=op.f('ck_suggestion_for_run_or_person')),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_suggestion_challenge_id_challenge'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_suggestion_run_id_course_run'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_suggestion_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suggestion'))
    )
    with op.batch_alter_table('suggestion', schema=None) as batch_op:
        batch_op.create_index('ix_suggestion_challenge_id', ['challenge_id'], unique=False)
        batch_op.create_index('uq_suggestion_run', ['run_id', 'challenge_id'], unique=True)
        batch_op.create_index('uq_suggestion_user', ['user_id', 'challenge_id'], unique=True)

    op.create_table('project',
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('placement_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('forming', 'running', 'delivered', 'approved', 'public', 'stopped', 'closed', 'not_started', name='state', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('team_min', sa.Integer(), nullable=False),
    sa.Column('team_max', sa.Integer(), nullable=False),
    sa.Column('member_count', sa.Integer(), nullable=False, comment='live members, by guarded UPDATE'),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('client_looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True, comment='when the result became public or the project stopped'),
    sa.Column('stop_reason_nl', sa.Text(), nullable=False),
    sa.Column('stop_reason_en', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'public' OR ended_at IS NOT NULL", name=op.f('ck_project_public_has_date')),
    sa.CheckConstraint("state <> 'stopped' OR (stop_reason_nl <> '' AND stop_reason_en <> '')", name=op.f('ck_project_stopped_says_why')),
    sa.CheckConstraint("state NOT IN ('delivered', 'approved', 'public') OR delivered_at IS NOT NULL", name=op.f('ck_project_delivered_has_date')),
    sa.CheckConstraint('member_count >= 0 AND member_count <= team_max', name=op.f('ck_project_team_not_too_large')),
    sa.ForeignKeyConstraint(['placement_id'], ['placement.id'], name=op.f('fk_project_placement_id_placement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project')),
    sa.UniqueConstraint('slug', name=op.f('uq_project_slug'))
    )
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.create_index('ix_project_placement_id', ['placement_id'], unique=False)
        batch_op.create_index('ix_project_state', ['state', 'created_at', 'id'], unique=False)

    op.create_table('baton',
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('open_ends', sa.Text(), nullable=False),
    sa.Column('shareable', sa.Text(), nullable=False),
    sa.Column('do_not_ask', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_baton_project_id_project'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_baton')),
    sa.UniqueConstraint('project_id', name=op.f('uq_baton_project_id'))
    )
    op.create_table('milestone',
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('title_nl', sa.String(length=160), nullable=False),
    sa.Column('title_en', sa.String(length=160), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_milestone_project_id_project'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone'))
    )
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.create_index('ix_milestone_project_id', ['project_id'], unique=False)

    op.create_table('promise',
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('delete_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('told_at IS NULL OR delete_on IS NOT NULL', name=op.f('ck_promise_told_is_deleted')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_promise_contact_id_contact'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_promise_project_id_project'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise'))
    )
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.create_index('ix_promise_project_id', ['project_id'], unique=False)

    op.create_table('team_member',
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False, comment='why this person, as the person reads it'),
    sa.Column('name_public', sa.Boolean(), nullable=True, comment='consent to stand with the result; empty = not said yet'),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_team_member_project_id_project'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_team_member_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_member'))
    )
    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.create_index('ix_team_member_user_id', ['user_id'], unique=False)
        batch_op.create_index('uq_team_member_live', ['project_id', 'user_id'], unique=True, sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))

    op.create_table('stored_file',
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('milestone_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False, comment='as its owner called it; shown, never used as a path'),
    sa.Column('stored_name', sa.String(length=80), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('uploaded_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('size > 0', name=op.f('ck_stored_file_not_empty')),
    sa.ForeignKeyConstraint(['milestone_id'], ['milestone.id'], name=op.f('fk_stored_file_milestone_id_milestone'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_stored_file_project_id_project'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['user_account.id'], name=op.f('fk_stored_file_uploaded_by_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stored_file')),
    sa.UniqueConstraint('stored_name', name=op.f('uq_stored_file_stored_name'))
    )
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.create_index('ix_stored_file_project_id', ['project_id'], unique=False)

    op.create_table('result',
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('title_nl', sa.String(length=160), nullable=False),
    sa.Column('title_en', sa.String(length=160), nullable=False),
    sa.Column('summary_nl', sa.Text(), nullable=False),
    sa.Column('summary_en', sa.Text(), nullable=False),
    sa.Column('lesson', sa.Text(), nullable=False),
    sa.Column('licence', sa.String(length=24), nullable=False),
    sa.Column('checklist', sa.JSON(), nullable=False, comment='line → who ticked it and when'),
    sa.Column('embargo_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('retracted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('report_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("published_at IS NULL OR (title_nl <> '' AND title_en <> '' AND summary_nl <> '' AND summary_en <> '' AND licence <> '')", name=op.f('ck_result_public_is_whole')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_result_project_id_project'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['report_id'], ['stored_file.id'], name=op.f('fk_result_report_id_stored_file'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_result')),
    sa.UniqueConstraint('project_id', name=op.f('uq_result_project_id'))
    )
    with op.batch_alter_table('result', schema=None) as batch_op:
        batch_op.create_index('ix_result_published', ['published_at', 'id'], unique=False)

    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.add_column(sa.Column('challenge_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_token_challenge_id_challenge'), 'challenge', ['challenge_id'], ['id'], ondelete='CASCADE')
        batch_op.drop_constraint(batch_op.f('ck_token_one_subject'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_token_purpose'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_token_purpose'), "purpose IN ('confirm', 'asker_page', 'client_page', 'sign_in')")
        batch_op.create_check_constraint(batch_op.f('ck_token_one_subject'), ONE_SUBJECT)
    with op.batch_alter_table('event_note') as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_event_note_audience'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_event_note_audience'), "audience IN ('internal', 'asker', 'parties', 'team')")


def downgrade() -> None:
    # What only exists since this step goes: links of clients, and notes for readers of later.
    op.execute("DELETE FROM token WHERE purpose = 'client_page'")
    op.execute("DELETE FROM event_note WHERE audience IN ('parties', 'team')")
    with op.batch_alter_table('event_note') as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_event_note_audience'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_event_note_audience'), "audience IN ('internal', 'asker')")
    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_token_one_subject'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_token_purpose'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_token_purpose'), "purpose IN ('confirm', 'asker_page', 'sign_in')")
        batch_op.create_check_constraint(batch_op.f('ck_token_one_subject'), ONE_SUBJECT_BEFORE)
        batch_op.drop_constraint(batch_op.f('fk_token_challenge_id_challenge'), type_='foreignkey')
        batch_op.drop_column('challenge_id')

    with op.batch_alter_table('result', schema=None) as batch_op:
        batch_op.drop_index('ix_result_published')

    op.drop_table('result')
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.drop_index('ix_stored_file_project_id')

    op.drop_table('stored_file')
    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.drop_index('uq_team_member_live', sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))
        batch_op.drop_index('ix_team_member_user_id')

    op.drop_table('team_member')
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.drop_index('ix_promise_project_id')

    op.drop_table('promise')
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.drop_index('ix_milestone_project_id')

    op.drop_table('milestone')
    op.drop_table('baton')
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_index('ix_project_state')
        batch_op.drop_index('ix_project_placement_id')

    op.drop_table('project')
    with op.batch_alter_table('suggestion', schema=None) as batch_op:
        batch_op.drop_index('uq_suggestion_user')
        batch_op.drop_index('uq_suggestion_run')
        batch_op.drop_index('ix_suggestion_challenge_id')

    op.drop_table('suggestion')
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.drop_index('uq_placement_live', sqlite_where=sa.text("state IN ('proposed', 'requested', 'accepted', 'agreed')"), postgresql_where=sa.text("state IN ('proposed', 'requested', 'accepted', 'agreed')"))
        batch_op.drop_index('ix_placement_run_id')

    op.drop_table('placement')
    op.drop_table('challenge_skill')
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_index('ix_application_challenge_id')

    op.drop_table('application')
    op.drop_table('profile_skill')
    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.drop_index('ix_challenge_question_id')
        batch_op.drop_index('ix_challenge_open')
        batch_op.drop_index('ix_challenge_client_id')

    op.drop_table('challenge')
    op.drop_table('profile')
    op.drop_table('course_skill')
    with op.batch_alter_table('course_run', schema=None) as batch_op:
        batch_op.drop_index('ix_course_run_deadline')
        batch_op.drop_index('ix_course_run_course_id')

    op.drop_table('course_run')
    with op.batch_alter_table('course_lecturer', schema=None) as batch_op:
        batch_op.drop_index('ix_course_lecturer_user_id')

    op.drop_table('course_lecturer')
    op.drop_table('course')

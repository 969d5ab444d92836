"""doors and cases

Revision ID: 8b2c41d7e0f3
Revises: 6975a49ac8ca
"""

import sqlalchemy as sa
from alembic import op

revision = '8b2c41d7e0f3'
down_revision = '6975a49ac8ca'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('case_contact',
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('blob', sa.LargeBinary(), nullable=False),
    sa.Column('checked', sa.Boolean(), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint('case_id')
    )
    op.create_table('case_deputy',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('deputy_id', sa.BigInteger(), nullable=False),
    sa.Column('since', sa.Text(), nullable=False),
    sa.Column('until', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('case_deputy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_deputy_party_id'), ['party_id'], unique=False)

    op.create_table('case_document',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('blob', sa.LargeBinary(), nullable=False),
    sa.Column('office_id', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=True),
    sa.Column('served_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('content'),
    sa.UniqueConstraint('number')
    )
    with op.batch_alter_table('case_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_document_case_id'), ['case_id'], unique=False)

    op.create_table('case_draft',
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('ruling', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('case_id')
    )
    op.create_table('case_link',
    sa.Column('report_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('complaint_id', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('report_id')
    )
    with op.batch_alter_table('case_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_link_complaint_id'), ['complaint_id'], unique=False)

    op.create_table('case_transfer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('from_id', sa.BigInteger(), nullable=False),
    sa.Column('to_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('package', sa.LargeBinary(), nullable=False),
    sa.Column('sent_at', sa.BigInteger(), nullable=False),
    sa.Column('sent_by', sa.BigInteger(), nullable=True),
    sa.Column('done_at', sa.BigInteger(), nullable=True),
    sa.Column('done_by', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('case_transfer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_transfer_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_transfer_to_id'), ['to_id'], unique=False)

    op.create_table('due_turn',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('next_at', sa.BigInteger(), nullable=False),
    sa.Column('begun_at', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('fund_account',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('balance', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("balance >= 0 OR name IN ('outside', 'claims')", name='ck_fund_account_balance'),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('fund_posting',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('case', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount > 0', name='ck_fund_posting_amount'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('fund_posting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fund_posting_case'), ['case'], unique=False)
        batch_op.create_index(batch_op.f('ix_fund_posting_source'), ['source'], unique=False)
        batch_op.create_index(batch_op.f('ix_fund_posting_target'), ['target'], unique=False)

    op.create_table('holiday',
    sa.Column('day', sa.Text(), nullable=False),
    sa.Column('year', sa.BigInteger(), nullable=False),
    sa.Column('works', sa.Boolean(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('day')
    )
    with op.batch_alter_table('holiday', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_holiday_year'), ['year'], unique=False)

    op.create_table('holiday_year',
    sa.Column('year', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('imported_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('year')
    )
    op.create_table('office_remit',
    sa.Column('party_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('procedure', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('party_id', 'procedure')
    )
    op.create_table('paper_number',
    sa.Column('office_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('year', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('last', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('office_id', 'year')
    )
    op.create_table('paper_prefix',
    sa.Column('office_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('prefix', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('office_id')
    )
    op.create_table('rating_excuse',
    sa.Column('entry_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('about', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('indicator', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), nullable=False),
    sa.Column('leaf', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id', 'about')
    )
    op.create_table('rule_text',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.Column('by_account', sa.BigInteger(), nullable=True),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('version')
    )
    op.create_table('webhook_cursor',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('leaf', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('barred',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('measure', sa.Text(), nullable=False),
    sa.Column('since', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('measure')
    )
    with op.batch_alter_table('barred', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_barred_party_id'), ['party_id'], unique=False)

    op.create_table('compensation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case', sa.Text(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('ground', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('owed', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('filed_at', sa.BigInteger(), nullable=False),
    sa.Column('accepted_by', sa.BigInteger(), nullable=True),
    sa.Column('paid_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('case')
    )
    with op.batch_alter_table('compensation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_compensation_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_compensation_state'), ['state'], unique=False)

    op.create_table('container',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('merchant_id', sa.BigInteger(), nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('begun_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['merchant_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('uri')
    )
    with op.batch_alter_table('container', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_container_merchant_id'), ['merchant_id'], unique=False)

    op.create_table('credit_extract',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.Column('fetched', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('digest')
    )
    with op.batch_alter_table('credit_extract', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credit_extract_party_id'), ['party_id'], unique=False)

    op.create_table('kept_answer',
    sa.Column('party_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('asked', sa.LargeBinary(), nullable=False),
    sa.Column('begun_ms', sa.BigInteger(), nullable=False),
    sa.Column('attempt', sa.LargeBinary(), nullable=False),
    sa.Column('answer', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('party_id', 'key')
    )
    with op.batch_alter_table('kept_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_answer_begun_ms'), ['begun_ms'], unique=False)

    op.create_table('measure',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('subject_kind', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('grade', sa.Text(), nullable=False),
    sa.Column('score', sa.BigInteger(), nullable=False),
    sa.Column('leaf', sa.BigInteger(), nullable=False),
    sa.Column('rules', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('decision_no', sa.Text(), nullable=False),
    sa.Column('authority', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.BigInteger(), nullable=False),
    sa.Column('hear_until', sa.Text(), nullable=False),
    sa.Column('hear_provisional', sa.Boolean(), nullable=False),
    sa.Column('since', sa.BigInteger(), nullable=True),
    sa.Column('appeal_until', sa.Text(), nullable=True),
    sa.Column('least', sa.Text(), nullable=True),
    sa.Column('until', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('number')
    )
    with op.batch_alter_table('measure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_measure_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_measure_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measure_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_measure_subject_id'), ['subject_id'], unique=False)

    op.create_table('pledge',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('return_days', sa.BigInteger(), nullable=False),
    sa.Column('ship_hours', sa.BigInteger(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('published_at', sa.BigInteger(), nullable=False),
    sa.Column('holds_from', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pledge_party_id'), ['party_id'], unique=False)

    op.create_table('return_exception',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('return_exception', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_return_exception_uri'), ['uri'], unique=False)

    op.create_table('webhook_endpoint',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('kinds', sa.Text(), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('former', sa.LargeBinary(), nullable=True),
    sa.Column('former_until', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('gone_at', sa.BigInteger(), nullable=True),
    sa.Column('resting_until', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('webhook_endpoint', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webhook_endpoint_ended_at'), ['ended_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_webhook_endpoint_party_id'), ['party_id'], unique=False)

    op.create_table('webhook_news',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('webhook_news', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webhook_news_created_at'), ['created_at'], unique=False)

    op.create_table('case_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['complaint.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('entry_id')
    )
    with op.batch_alter_table('case_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_step_case_id'), ['case_id'], unique=False)

    op.create_table('epcis_subscription',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('query_id', sa.BigInteger(), nullable=False),
    sa.Column('dest', sa.Text(), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=True),
    sa.Column('stream', sa.Boolean(), nullable=False),
    sa.Column('schedule', sa.Text(), nullable=True),
    sa.Column('report_if_empty', sa.Boolean(), nullable=False),
    sa.Column('since_ms', sa.BigInteger(), nullable=False),
    sa.Column('epc_format', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('next_idx', sa.BigInteger(), nullable=False),
    sa.Column('next_at', sa.BigInteger(), nullable=True),
    sa.Column('until_idx', sa.BigInteger(), nullable=True),
    sa.Column('told', sa.BigInteger(), nullable=False),
    sa.Column('last_notified_at', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['query_id'], ['epcis_query.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    with op.batch_alter_table('epcis_subscription', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_epcis_subscription_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_epcis_subscription_query_id'), ['query_id'], unique=False)

    op.create_table('measure_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('measure_id', sa.BigInteger(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=True),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], ),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('measure_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_measure_step_measure_id'), ['measure_id'], unique=False)

    op.create_table('photo',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('width', sa.BigInteger(), nullable=False),
    sa.Column('height', sa.BigInteger(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('added_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_photo_digest'), ['digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_photo_product_id'), ['product_id'], unique=False)

    op.create_table('webhook_sending',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('endpoint_id', sa.BigInteger(), nullable=False),
    sa.Column('news_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('attempts', sa.BigInteger(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.BigInteger(), nullable=True),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['endpoint_id'], ['webhook_endpoint.id'], ),
    sa.ForeignKeyConstraint(['news_id'], ['webhook_news.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('webhook_sending', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webhook_sending_due_at'), ['due_at'], unique=False)
        batch_op.create_index('ix_webhook_sending_endpoint', ['endpoint_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webhook_sending_news_id'), ['news_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webhook_sending_state'), ['state'], unique=False)

    op.create_table('epcis_delivery',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subscription_id', sa.BigInteger(), nullable=False),
    sa.Column('entries', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('attempts', sa.BigInteger(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.BigInteger(), nullable=True),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['subscription_id'], ['epcis_subscription.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('epcis_delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_epcis_delivery_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_epcis_delivery_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_epcis_delivery_subscription_id'), ['subscription_id'], unique=False)

    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Text(), server_default='complaint', nullable=False))
        batch_op.add_column(sa.Column('procedure', sa.Text(), server_default='market', nullable=False))
        batch_op.add_column(sa.Column('source', sa.Text(), server_default='item', nullable=False))
        batch_op.add_column(sa.Column('external', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('division', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('office_id', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('officer_id', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('offered_id', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('answered_at', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('outcome', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('merged_into', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('due_on', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('due_clock', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('due_provisional', sa.Boolean(), server_default='0', nullable=False))
        batch_op.create_index(batch_op.f('ix_complaint_division'), ['division'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_external'), ['external'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_offered_id'), ['offered_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_office_id'), ['office_id'], unique=False)

    with op.batch_alter_table('contest', schema=None) as batch_op:
        batch_op.add_column(sa.Column('answer', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('answered_by', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('answerer_id', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('answered_at', sa.BigInteger(), nullable=True))

    with op.batch_alter_table('held_scan', schema=None) as batch_op:
        batch_op.add_column(sa.Column('texts', sa.LargeBinary(), nullable=True))

    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.add_column(sa.Column('drug_code', sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f('ix_product_drug_code'), ['drug_code'], unique=False)

    with op.batch_alter_table('rating_ruling', schema=None) as batch_op:
        batch_op.add_column(sa.Column('appealed', sa.Boolean(), server_default='0', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('rating_ruling', schema=None) as batch_op:
        batch_op.drop_column('appealed')

    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_drug_code'))
        batch_op.drop_column('drug_code')

    with op.batch_alter_table('held_scan', schema=None) as batch_op:
        batch_op.drop_column('texts')

    with op.batch_alter_table('contest', schema=None) as batch_op:
        batch_op.drop_column('answered_at')
        batch_op.drop_column('answerer_id')
        batch_op.drop_column('answered_by')
        batch_op.drop_column('answer')

    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_office_id'))
        batch_op.drop_index(batch_op.f('ix_complaint_offered_id'))
        batch_op.drop_index(batch_op.f('ix_complaint_external'))
        batch_op.drop_index(batch_op.f('ix_complaint_due_on'))
        batch_op.drop_index(batch_op.f('ix_complaint_division'))
        batch_op.drop_column('due_provisional')
        batch_op.drop_column('due_clock')
        batch_op.drop_column('due_on')
        batch_op.drop_column('merged_into')
        batch_op.drop_column('outcome')
        batch_op.drop_column('answered_at')
        batch_op.drop_column('offered_id')
        batch_op.drop_column('officer_id')
        batch_op.drop_column('office_id')
        batch_op.drop_column('division')
        batch_op.drop_column('external')
        batch_op.drop_column('source')
        batch_op.drop_column('procedure')
        batch_op.drop_column('kind')

    with op.batch_alter_table('epcis_delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_epcis_delivery_subscription_id'))
        batch_op.drop_index(batch_op.f('ix_epcis_delivery_state'))
        batch_op.drop_index(batch_op.f('ix_epcis_delivery_due_at'))

    op.drop_table('epcis_delivery')
    with op.batch_alter_table('webhook_sending', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webhook_sending_state'))
        batch_op.drop_index(batch_op.f('ix_webhook_sending_news_id'))
        batch_op.drop_index('ix_webhook_sending_endpoint')
        batch_op.drop_index(batch_op.f('ix_webhook_sending_due_at'))

    op.drop_table('webhook_sending')
    with op.batch_alter_table('photo', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_photo_product_id'))
        batch_op.drop_index(batch_op.f('ix_photo_digest'))

    op.drop_table('photo')
    with op.batch_alter_table('measure_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_measure_step_measure_id'))

    op.drop_table('measure_step')
    with op.batch_alter_table('epcis_subscription', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_epcis_subscription_query_id'))
        batch_op.drop_index(batch_op.f('ix_epcis_subscription_party_id'))

    op.drop_table('epcis_subscription')
    with op.batch_alter_table('case_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_step_case_id'))

    op.drop_table('case_step')
    with op.batch_alter_table('webhook_news', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webhook_news_created_at'))

    op.drop_table('webhook_news')
    with op.batch_alter_table('webhook_endpoint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webhook_endpoint_party_id'))
        batch_op.drop_index(batch_op.f('ix_webhook_endpoint_ended_at'))

    op.drop_table('webhook_endpoint')
    with op.batch_alter_table('return_exception', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_return_exception_uri'))

    op.drop_table('return_exception')
    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pledge_party_id'))

    op.drop_table('pledge')
    with op.batch_alter_table('measure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_measure_subject_id'))
        batch_op.drop_index(batch_op.f('ix_measure_state'))
        batch_op.drop_index(batch_op.f('ix_measure_party_id'))
        batch_op.drop_index(batch_op.f('ix_measure_kind'))

    op.drop_table('measure')
    with op.batch_alter_table('kept_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_answer_begun_ms'))

    op.drop_table('kept_answer')
    with op.batch_alter_table('credit_extract', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credit_extract_party_id'))

    op.drop_table('credit_extract')
    with op.batch_alter_table('container', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_container_merchant_id'))

    op.drop_table('container')
    with op.batch_alter_table('compensation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_compensation_state'))
        batch_op.drop_index(batch_op.f('ix_compensation_party_id'))

    op.drop_table('compensation')
    with op.batch_alter_table('barred', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_barred_party_id'))

    op.drop_table('barred')
    op.drop_table('webhook_cursor')
    op.drop_table('rule_text')
    op.drop_table('rating_excuse')
    op.drop_table('paper_prefix')
    op.drop_table('paper_number')
    op.drop_table('office_remit')
    op.drop_table('holiday_year')
    with op.batch_alter_table('holiday', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_holiday_year'))

    op.drop_table('holiday')
    with op.batch_alter_table('fund_posting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fund_posting_target'))
        batch_op.drop_index(batch_op.f('ix_fund_posting_source'))
        batch_op.drop_index(batch_op.f('ix_fund_posting_case'))

    op.drop_table('fund_posting')
    op.drop_table('fund_account')
    op.drop_table('due_turn')
    with op.batch_alter_table('case_transfer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_transfer_to_id'))
        batch_op.drop_index(batch_op.f('ix_case_transfer_case_id'))

    op.drop_table('case_transfer')
    with op.batch_alter_table('case_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_link_complaint_id'))

    op.drop_table('case_link')
    op.drop_table('case_draft')
    with op.batch_alter_table('case_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_document_case_id'))

    op.drop_table('case_document')
    with op.batch_alter_table('case_deputy', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_deputy_party_id'))

    op.drop_table('case_deputy')
    op.drop_table('case_contact')

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
    op.create_table('due_turn',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('next_at', sa.BigInteger(), nullable=False),
    sa.Column('begun_at', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('name')
    )
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



def downgrade() -> None:
    with op.batch_alter_table('epcis_delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_epcis_delivery_subscription_id'))
        batch_op.drop_index(batch_op.f('ix_epcis_delivery_state'))
        batch_op.drop_index(batch_op.f('ix_epcis_delivery_due_at'))

    op.drop_table('epcis_delivery')
    with op.batch_alter_table('epcis_subscription', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_epcis_subscription_query_id'))
        batch_op.drop_index(batch_op.f('ix_epcis_subscription_party_id'))

    op.drop_table('epcis_subscription')
    with op.batch_alter_table('kept_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_answer_begun_ms'))

    op.drop_table('kept_answer')
    op.drop_table('due_turn')

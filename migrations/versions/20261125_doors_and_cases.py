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



def downgrade() -> None:
    with op.batch_alter_table('kept_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_answer_begun_ms'))

    op.drop_table('kept_answer')

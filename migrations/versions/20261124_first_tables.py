"""first tables

Revision ID: 6975a49ac8ca
Revises: 
"""

import sqlalchemy as sa
from alembic import op

revision = '6975a49ac8ca'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        # Autogeneration does not see sequences: whoever makes this file anew adds these lines again.
        op.execute(sa.schema.CreateSequence(sa.Sequence('entry_id_seq')))
    op.create_table('accepted_loss',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('published', sa.BigInteger(), nullable=False),
    sa.Column('kept', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('accepted_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('account',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('login', sa.Text(), nullable=False),
    sa.Column('password', sa.Text(), nullable=False),
    sa.Column('epoch', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('login')
    )
    op.create_table('attempt',
    sa.Column('key', sa.LargeBinary(), nullable=False),
    sa.Column('failures', sa.BigInteger(), nullable=False),
    sa.Column('last_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_table('card',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.Column('published_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('subject', 'kind', 'version')
    )
    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_card_sha256'), ['sha256'], unique=False)

    op.create_table('checkpoint',
    sa.Column('size', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('root', sa.LargeBinary(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('signed_ms', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('size')
    )
    op.create_table('claim',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('epoch', sa.BigInteger(), nullable=False),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('uri', 'epoch')
    )
    op.create_table('division',
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('lat', sa.BigInteger(), nullable=True),
    sa.Column('lon', sa.BigInteger(), nullable=True),
    sa.Column('radius', sa.BigInteger(), nullable=True),
    sa.Column('datum', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('code')
    )
    op.create_table('entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('record_ms', sa.BigInteger(), nullable=False),
    sa.Column('event_ms', sa.BigInteger(), nullable=False),
    sa.Column('actor_id', sa.BigInteger(), nullable=False),
    sa.Column('stage', sa.Text(), nullable=False),
    sa.Column('v', sa.SmallInteger(), nullable=False),
    sa.Column('event', sa.Text(), nullable=True),
    sa.Column('event_salt', sa.LargeBinary(), nullable=True),
    sa.Column('envelope', sa.Text(), nullable=False),
    sa.Column('seed', sa.LargeBinary(), nullable=False),
    sa.Column('digests', sa.LargeBinary(), nullable=False),
    sa.Column('log_entry', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('epcis_attribute',
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('name', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('text', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=True),
    sa.Column('number', sa.Double(), nullable=True)
    )
    with op.batch_alter_table('epcis_attribute', schema=None) as batch_op:
        batch_op.create_index('ix_epcis_attribute_id', ['party_id', 'id'], unique=False)
        batch_op.create_index('ix_epcis_attribute_name', ['party_id', 'name', 'text'], unique=False)

    op.create_table('epcis_child',
    sa.Column('party_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('parent', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('child', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('party_id', 'parent', 'child')
    )
    op.create_table('epcis_cursor',
    sa.Column('id', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('next_idx', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('epcis_element',
    sa.Column('party_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('type', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('id', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('said', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('party_id', 'type', 'id')
    )
    op.create_table('epcis_event',
    sa.Column('entry_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('actor_id', sa.BigInteger(), nullable=False),
    sa.Column('event_us', sa.BigInteger(), nullable=False),
    sa.Column('open_us', sa.BigInteger(), nullable=False),
    sa.Column('record_us', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id')
    )
    with op.batch_alter_table('epcis_event', schema=None) as batch_op:
        batch_op.create_index('ix_epcis_event_actor', ['actor_id', 'entry_id'], unique=False)
        batch_op.create_index('ix_epcis_event_time', ['actor_id', 'event_us', 'entry_id'], unique=False)

    op.create_table('epcis_fact',
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('text', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=True),
    sa.Column('number', sa.Double(), nullable=True),
    sa.Column('scope', sa.SmallInteger(), nullable=False)
    )
    with op.batch_alter_table('epcis_fact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_epcis_fact_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index('ix_epcis_fact_number', ['name', 'number', 'entry_id'], unique=False)
        batch_op.create_index('ix_epcis_fact_text', ['name', 'text', 'entry_id'], unique=False)

    op.create_table('epcis_reader',
    sa.Column('thing_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('party_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('thing_id', 'party_id')
    )
    op.create_table('epcis_view',
    sa.Column('party_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('thing_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('party_id', 'entry_id', 'thing_id')
    )
    op.create_table('import_name',
    sa.Column('profile', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('target', sa.BigInteger(), nullable=True),
    sa.Column('said', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('profile', 'kind', 'ref')
    )
    op.create_table('link',
    sa.Column('thing_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('n', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('thing_id', 'n')
    )
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.create_index('ix_link_entry_id', ['entry_id'], unique=False)

    op.create_table('log_leaf',
    sa.Column('idx', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.Column('prefix', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('idx'),
    sa.UniqueConstraint('entry_id')
    )
    with op.batch_alter_table('log_leaf', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_leaf_prefix'), ['prefix'], unique=False)

    op.create_table('lot_item',
    sa.Column('thing_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('lot_id', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('thing_id')
    )
    with op.batch_alter_table('lot_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_item_lot_id'), ['lot_id'], unique=False)

    op.create_table('opening',
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('first_at', sa.BigInteger(), nullable=False),
    sa.Column('count', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('uri')
    )
    op.create_table('party',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('uscc', sa.Text(), nullable=True),
    sa.Column('gln', sa.Text(), nullable=True),
    sa.Column('division', sa.Text(), nullable=True),
    sa.Column('verified_at', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('gln'),
    sa.UniqueConstraint('uscc')
    )
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_name'), ['name'], unique=False)

    op.create_table('pending',
    sa.Column('entry_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('leaf', sa.LargeBinary(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id')
    )
    op.create_table('private_field',
    sa.Column('entry_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('salt', sa.LargeBinary(), nullable=False),
    sa.Column('blob', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id', 'name')
    )
    op.create_table('rating',
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('stale', sa.Boolean(), nullable=False),
    sa.Column('day', sa.BigInteger(), nullable=False),
    sa.Column('leaf', sa.BigInteger(), nullable=False),
    sa.Column('rules', sa.Text(), nullable=False),
    sa.Column('score', sa.BigInteger(), nullable=False),
    sa.Column('low', sa.BigInteger(), nullable=False),
    sa.Column('grade', sa.Text(), nullable=False),
    sa.Column('reached', sa.Text(), nullable=False),
    sa.Column('parcels', sa.BigInteger(), nullable=False),
    sa.Column('area', sa.Text(), nullable=False),
    sa.Column('gaps', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'subject_id')
    )
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rating_stale'), ['stale'], unique=False)

    op.create_table('rating_count',
    sa.Column('thing_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('indicator', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('leaf', sa.BigInteger(), nullable=False),
    sa.Column('at_ms', sa.BigInteger(), nullable=False),
    sa.Column('day', sa.BigInteger(), nullable=False),
    sa.Column('bad', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('thing_id', 'entry_id', 'indicator', 'kind', 'subject_id')
    )
    with op.batch_alter_table('rating_count', schema=None) as batch_op:
        batch_op.create_index('ix_rating_count_subject', ['kind', 'subject_id', 'day'], unique=False)

    op.create_table('rating_cursor',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('leaf', sa.BigInteger(), nullable=False),
    sa.Column('record_ms', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('rating_ruling',
    sa.Column('entry_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('case', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), nullable=False),
    sa.Column('leaf', sa.BigInteger(), nullable=False),
    sa.Column('decided_ms', sa.BigInteger(), nullable=False),
    sa.Column('happened_ms', sa.BigInteger(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('share', sa.BigInteger(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('final', sa.Boolean(), nullable=False),
    sa.Column('about', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('entry_id')
    )
    with op.batch_alter_table('rating_ruling', schema=None) as batch_op:
        batch_op.create_index('ix_rating_ruling_subject', ['kind', 'subject_id'], unique=False)

    op.create_table('rating_vote',
    sa.Column('entry_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('thing_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), nullable=False),
    sa.Column('leaf', sa.BigInteger(), nullable=False),
    sa.Column('at_ms', sa.BigInteger(), nullable=False),
    sa.Column('day', sa.BigInteger(), nullable=False),
    sa.Column('side', sa.Text(), nullable=False),
    sa.Column('rater', sa.Text(), nullable=False),
    sa.Column('stars', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id')
    )
    with op.batch_alter_table('rating_vote', schema=None) as batch_op:
        batch_op.create_index('ix_rating_vote_subject', ['kind', 'subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rating_vote_thing_id'), ['thing_id'], unique=False)

    op.create_table('retention_rule',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('record_class', sa.Text(), nullable=False),
    sa.Column('days', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('verified', sa.Boolean(), nullable=False),
    sa.Column('effective_from', sa.Text(), nullable=False),
    sa.Column('effective_to', sa.Text(), nullable=True),
    sa.Column('added_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('retention_rule', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_retention_rule_record_class'), ['record_class'], unique=False)

    op.create_table('submission',
    sa.Column('key', sa.LargeBinary(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_table('thing',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.Column('leaf', sa.LargeBinary(), nullable=True),
    sa.Column('record_ms', sa.BigInteger(), nullable=False),
    sa.Column('owner_id', sa.BigInteger(), nullable=True),
    sa.Column('holder_id', sa.BigInteger(), nullable=True),
    sa.Column('offered_id', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('uri'),
    postgresql_with={'fillfactor': 70}
    )
    op.create_table('tile',
    sa.Column('level', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('number', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('hashes', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('level', 'number')
    )
    op.create_table('capture_job',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('proceed', sa.Boolean(), nullable=False),
    sa.Column('accepted', sa.BigInteger(), nullable=False),
    sa.Column('duplicate', sa.BigInteger(), nullable=False),
    sa.Column('rejected', sa.BigInteger(), nullable=False),
    sa.Column('errors', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('finished_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    with op.batch_alter_table('capture_job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_capture_job_party_id'), ['party_id'], unique=False)

    op.create_table('carrier_code',
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('code'),
    sa.UniqueConstraint('party_id')
    )
    op.create_table('complaint',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('respondent_id', sa.BigInteger(), nullable=False),
    sa.Column('category', sa.Text(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.Column('code_digest', sa.LargeBinary(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['respondent_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('number')
    )
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_about'), ['about'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_respondent_id'), ['respondent_id'], unique=False)

    op.create_table('courier',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('carrier_id', sa.BigInteger(), nullable=False),
    sa.Column('alias', sa.Text(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=True),
    sa.Column('account_id', sa.BigInteger(), nullable=True),
    sa.Column('enrolled_at', sa.BigInteger(), nullable=False),
    sa.Column('suspended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['carrier_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('account_id'),
    sa.UniqueConstraint('carrier_id', 'alias')
    )
    op.create_table('epcis_query',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('said', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('party_id', 'name')
    )
    op.create_table('feed_secret',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('provider', sa.Text(), nullable=False),
    sa.Column('carrier', sa.Text(), nullable=True),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('feed_secret', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feed_secret_party_id'), ['party_id'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), nullable=False),
    sa.Column('more', sa.Text(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('done', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.Column('begun_at', sa.BigInteger(), nullable=False),
    sa.Column('heard_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_state'), ['state'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('division', sa.Text(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('account_id', 'party_id', 'role')
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_party_id'), ['party_id'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=True),
    sa.Column('account_id', sa.BigInteger(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=True),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('served_at', sa.BigInteger(), nullable=True),
    sa.Column('read_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_about'), ['about'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_party_id'), ['party_id'], unique=False)

    op.create_table('papers',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('uscc', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('licence', sa.LargeBinary(), nullable=False),
    sa.Column('contact', sa.LargeBinary(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('handed_in_at', sa.BigInteger(), nullable=False),
    sa.Column('decided_by', sa.BigInteger(), nullable=True),
    sa.Column('decider_id', sa.BigInteger(), nullable=True),
    sa.Column('decided_at', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('due_on', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['decider_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('papers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_papers_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_papers_state'), ['state'], unique=False)

    op.create_table('parcel',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('carrier_id', sa.BigInteger(), nullable=False),
    sa.Column('sender_id', sa.BigInteger(), nullable=True),
    sa.Column('token_digest', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['carrier_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['sender_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('uri')
    )
    with op.batch_alter_table('parcel', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_parcel_carrier_id'), ['carrier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_parcel_number'), ['number'], unique=False)
        batch_op.create_index(batch_op.f('ix_parcel_sender_id'), ['sender_id'], unique=False)

    op.create_table('product',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('gtin_uri', sa.Text(), nullable=True),
    sa.Column('merchant_id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('category', sa.Text(), nullable=False),
    sa.Column('level', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['merchant_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('gtin_uri'),
    sa.UniqueConstraint('uri')
    )
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_merchant_id'), ['merchant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_product_name'), ['name'], unique=False)

    op.create_table('reply',
    sa.Column('review_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('merchant_id', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=False),
    sa.Column('replied_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['merchant_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('review_id')
    )
    op.create_table('reveal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), nullable=False),
    sa.Column('viewer_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['subject_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['viewer_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('reveal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reveal_subject_id'), ['subject_id'], unique=False)

    op.create_table('shelved',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('station_id', sa.BigInteger(), nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('spot', sa.Text(), nullable=False),
    sa.Column('taken_at', sa.BigInteger(), nullable=False),
    sa.Column('left_at', sa.BigInteger(), nullable=True),
    sa.Column('sent', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['station_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('shelved', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shelved_station_id'), ['station_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_shelved_uri'), ['uri'], unique=False)

    op.create_table('shop_order',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('merchant_id', sa.BigInteger(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('tail', sa.Text(), nullable=False),
    sa.Column('number', sa.LargeBinary(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('carrier_id', sa.BigInteger(), nullable=True),
    sa.Column('parcel', sa.Text(), nullable=True),
    sa.Column('ordered_at', sa.BigInteger(), nullable=True),
    sa.Column('came_at', sa.BigInteger(), nullable=False),
    sa.Column('sold_at', sa.BigInteger(), nullable=True),
    sa.Column('packed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['carrier_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['merchant_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('merchant_id', 'digest')
    )
    with op.batch_alter_table('shop_order', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shop_order_parcel'), ['parcel'], unique=False)
        batch_op.create_index(batch_op.f('ix_shop_order_state'), ['state'], unique=False)

    op.create_table('staged_sheet',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('merchant_id', sa.BigInteger(), nullable=False),
    sa.Column('rows', sa.LargeBinary(), nullable=False),
    sa.Column('mapping', sa.Text(), nullable=False),
    sa.Column('dropped', sa.Text(), nullable=False),
    sa.Column('came_at', sa.BigInteger(), nullable=False),
    sa.Column('taken_at', sa.BigInteger(), nullable=True),
    sa.Column('outcome', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['merchant_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('staged_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staged_sheet_merchant_id'), ['merchant_id'], unique=False)

    op.create_table('token',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('scopes', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=True),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.Column('last_used', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('digest')
    )
    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_token_party_id'), ['party_id'], unique=False)

    op.create_table('unread_word',
    sa.Column('key', sa.LargeBinary(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('provider', sa.Text(), nullable=False),
    sa.Column('word', sa.Text(), nullable=False),
    sa.Column('parcel', sa.Text(), nullable=False),
    sa.Column('event_ms', sa.BigInteger(), nullable=False),
    sa.Column('kept_ms', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('key')
    )
    with op.batch_alter_table('unread_word', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unread_word_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unread_word_provider'), ['provider'], unique=False)

    op.create_table('web_link',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('root', sa.Text(), nullable=False),
    sa.Column('party_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('href', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('languages', sa.Text(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('contexts', sa.Text(), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('web_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_web_link_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_web_link_root'), ['root'], unique=False)
        batch_op.create_index(batch_op.f('ix_web_link_subject'), ['subject'], unique=False)

    op.create_table('code_batch',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger(), nullable=False),
    sa.Column('merchant_id', sa.BigInteger(), nullable=False),
    sa.Column('stem', sa.Text(), nullable=False),
    sa.Column('lot', sa.Text(), nullable=True),
    sa.Column('pieces', sa.BigInteger(), nullable=False),
    sa.Column('reserved_at', sa.BigInteger(), nullable=False),
    sa.Column('printed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['merchant_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('code_batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_code_batch_merchant_id'), ['merchant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_code_batch_product_id'), ['product_id'], unique=False)

    op.create_table('contest',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('courier_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['courier_id'], ['courier.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('contest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contest_courier_id'), ['courier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contest_state'), ['state'], unique=False)

    op.create_table('device',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('courier_id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.LargeBinary(), nullable=False),
    sa.Column('enrolled_at', sa.BigInteger(), nullable=False),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.Column('last_seq', sa.BigInteger(), nullable=False),
    sa.Column('last_seen_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['courier_id'], ['courier.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_courier_id'), ['courier_id'], unique=False)

    op.create_table('device_code',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('courier_id', sa.BigInteger(), nullable=False),
    sa.Column('replaces', sa.Boolean(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.Column('used_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['courier_id'], ['courier.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('digest')
    )
    with op.batch_alter_table('device_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_code_courier_id'), ['courier_id'], unique=False)

    op.create_table('job_file',
    sa.Column('job_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('job_id', 'at')
    )
    op.create_table('listing',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=True),
    sa.Column('url', sa.Text(), nullable=True),
    sa.Column('listed_at', sa.BigInteger(), nullable=False),
    sa.Column('delisted_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('listing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listing_product_id'), ['product_id'], unique=False)

    op.create_table('location_consent',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('courier_id', sa.BigInteger(), nullable=False),
    sa.Column('given_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['courier_id'], ['courier.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('location_consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_location_consent_courier_id'), ['courier_id'], unique=False)

    op.create_table('lot',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger(), nullable=False),
    sa.Column('merchant_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('pieces', sa.BigInteger(), nullable=True),
    sa.Column('made_on', sa.Text(), nullable=True),
    sa.Column('best_before', sa.Text(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['merchant_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('uri')
    )
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_merchant_id'), ['merchant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_product_id'), ['product_id'], unique=False)

    op.create_table('order_line',
    sa.Column('order_id', sa.BigInteger(), nullable=False),
    sa.Column('product_id', sa.BigInteger(), nullable=False),
    sa.Column('pieces', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['shop_order.id'], ),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], ),
    sa.PrimaryKeyConstraint('order_id', 'product_id')
    )
    op.create_table('order_piece',
    sa.Column('order_id', sa.BigInteger(), nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('pieces', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['shop_order.id'], ),
    sa.PrimaryKeyConstraint('order_id', 'uri')
    )
    with op.batch_alter_table('order_piece', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_piece_uri'), ['uri'], unique=False)

    op.create_table('release_code',
    sa.Column('parcel_id', sa.BigInteger(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.Column('wrong', sa.BigInteger(), nullable=False),
    sa.Column('issued_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcel.id'], ),
    sa.PrimaryKeyConstraint('parcel_id')
    )
    op.create_table('webhook_delivery',
    sa.Column('message_id', sa.BigInteger(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('attempts', sa.BigInteger(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.BigInteger(), nullable=True),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('message_id')
    )
    with op.batch_alter_table('webhook_delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webhook_delivery_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_webhook_delivery_state'), ['state'], unique=False)

    op.create_table('code',
    sa.Column('batch_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('serial', sa.Text(), nullable=False),
    sa.Column('state', sa.SmallInteger(), nullable=False),
    sa.Column('listing_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['code_batch.id'], ),
    sa.PrimaryKeyConstraint('batch_id', 'at'),
    sa.UniqueConstraint('serial')
    )
    with op.batch_alter_table('code', schema=None) as batch_op:
        batch_op.create_index('ix_code_state', ['batch_id', 'state'], unique=False)

    op.create_table('held_scan',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device_id', sa.BigInteger(), nullable=False),
    sa.Column('courier_id', sa.BigInteger(), nullable=False),
    sa.Column('scan_id', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('signature', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['courier_id'], ['courier.id'], ),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('device_id', 'scan_id')
    )
    with op.batch_alter_table('held_scan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_held_scan_courier_id'), ['courier_id'], unique=False)

    op.create_table('recall',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lot_id', sa.BigInteger(), nullable=False),
    sa.Column('merchant_id', sa.BigInteger(), nullable=False),
    sa.Column('notice', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('ordered_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], ),
    sa.ForeignKeyConstraint(['merchant_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('lot_id')
    )
    with op.batch_alter_table('recall', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recall_merchant_id'), ['merchant_id'], unique=False)

    op.create_table('scan_by',
    sa.Column('entry_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('scan_id', sa.Text(), nullable=False),
    sa.Column('device_id', sa.BigInteger(), nullable=False),
    sa.Column('courier_id', sa.BigInteger(), nullable=False),
    sa.Column('giver_id', sa.BigInteger(), nullable=True),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('device_ms', sa.BigInteger(), nullable=False),
    sa.Column('corrected_ms', sa.BigInteger(), nullable=False),
    sa.Column('received_ms', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('signature', sa.Text(), nullable=False),
    sa.Column('spot', sa.LargeBinary(), nullable=True),
    sa.Column('datum', sa.Text(), nullable=True),
    sa.Column('distance', sa.BigInteger(), nullable=True),
    sa.Column('travelled', sa.BigInteger(), nullable=True),
    sa.Column('seconds', sa.BigInteger(), nullable=True),
    sa.Column('flags', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['courier_id'], ['courier.id'], ),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], ),
    sa.ForeignKeyConstraint(['giver_id'], ['courier.id'], ),
    sa.PrimaryKeyConstraint('entry_id'),
    sa.UniqueConstraint('device_id', 'scan_id')
    )
    with op.batch_alter_table('scan_by', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scan_by_courier_id'), ['courier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scan_by_giver_id'), ['giver_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scan_by_scan_id'), ['scan_id'], unique=False)

    op.create_table('scan_gap',
    sa.Column('device_id', sa.BigInteger(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('noticed_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], ),
    sa.PrimaryKeyConstraint('device_id', 'seq')
    )
    op.create_table('held_decision',
    sa.Column('held_id', sa.BigInteger(), nullable=False),
    sa.Column('taken', sa.Boolean(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.BigInteger(), nullable=True),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['held_id'], ['held_scan.id'], ),
    sa.PrimaryKeyConstraint('held_id')
    )
    op.create_table('recall_item',
    sa.Column('recall_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('was', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('holder_id', sa.BigInteger(), nullable=True),
    sa.Column('told', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['recall_id'], ['recall.id'], ),
    sa.PrimaryKeyConstraint('recall_id', 'uri')
    )


def downgrade() -> None:
    op.drop_table('recall_item')
    op.drop_table('held_decision')
    op.drop_table('scan_gap')
    with op.batch_alter_table('scan_by', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scan_by_scan_id'))
        batch_op.drop_index(batch_op.f('ix_scan_by_giver_id'))
        batch_op.drop_index(batch_op.f('ix_scan_by_courier_id'))

    op.drop_table('scan_by')
    with op.batch_alter_table('recall', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recall_merchant_id'))

    op.drop_table('recall')
    with op.batch_alter_table('held_scan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_held_scan_courier_id'))

    op.drop_table('held_scan')
    with op.batch_alter_table('code', schema=None) as batch_op:
        batch_op.drop_index('ix_code_state')

    op.drop_table('code')
    with op.batch_alter_table('webhook_delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webhook_delivery_state'))
        batch_op.drop_index(batch_op.f('ix_webhook_delivery_due_at'))

    op.drop_table('webhook_delivery')
    op.drop_table('release_code')
    with op.batch_alter_table('order_piece', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_piece_uri'))

    op.drop_table('order_piece')
    op.drop_table('order_line')
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lot_product_id'))
        batch_op.drop_index(batch_op.f('ix_lot_merchant_id'))

    op.drop_table('lot')
    with op.batch_alter_table('location_consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_location_consent_courier_id'))

    op.drop_table('location_consent')
    with op.batch_alter_table('listing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_listing_product_id'))

    op.drop_table('listing')
    op.drop_table('job_file')
    with op.batch_alter_table('device_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_device_code_courier_id'))

    op.drop_table('device_code')
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_device_courier_id'))

    op.drop_table('device')
    with op.batch_alter_table('contest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contest_state'))
        batch_op.drop_index(batch_op.f('ix_contest_courier_id'))

    op.drop_table('contest')
    with op.batch_alter_table('code_batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_code_batch_product_id'))
        batch_op.drop_index(batch_op.f('ix_code_batch_merchant_id'))

    op.drop_table('code_batch')
    with op.batch_alter_table('web_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_web_link_subject'))
        batch_op.drop_index(batch_op.f('ix_web_link_root'))
        batch_op.drop_index(batch_op.f('ix_web_link_party_id'))

    op.drop_table('web_link')
    with op.batch_alter_table('unread_word', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unread_word_provider'))
        batch_op.drop_index(batch_op.f('ix_unread_word_party_id'))

    op.drop_table('unread_word')
    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_token_party_id'))

    op.drop_table('token')
    with op.batch_alter_table('staged_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staged_sheet_merchant_id'))

    op.drop_table('staged_sheet')
    with op.batch_alter_table('shop_order', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_shop_order_state'))
        batch_op.drop_index(batch_op.f('ix_shop_order_parcel'))

    op.drop_table('shop_order')
    with op.batch_alter_table('shelved', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_shelved_uri'))
        batch_op.drop_index(batch_op.f('ix_shelved_station_id'))

    op.drop_table('shelved')
    with op.batch_alter_table('reveal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reveal_subject_id'))

    op.drop_table('reveal')
    op.drop_table('reply')
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_name'))
        batch_op.drop_index(batch_op.f('ix_product_merchant_id'))

    op.drop_table('product')
    with op.batch_alter_table('parcel', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_parcel_sender_id'))
        batch_op.drop_index(batch_op.f('ix_parcel_number'))
        batch_op.drop_index(batch_op.f('ix_parcel_carrier_id'))

    op.drop_table('parcel')
    with op.batch_alter_table('papers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_papers_state'))
        batch_op.drop_index(batch_op.f('ix_papers_party_id'))

    op.drop_table('papers')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_party_id'))
        batch_op.drop_index(batch_op.f('ix_message_account_id'))
        batch_op.drop_index(batch_op.f('ix_message_about'))

    op.drop_table('message')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_party_id'))

    op.drop_table('membership')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_state'))
        batch_op.drop_index(batch_op.f('ix_job_party_id'))

    op.drop_table('job')
    with op.batch_alter_table('feed_secret', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feed_secret_party_id'))

    op.drop_table('feed_secret')
    op.drop_table('epcis_query')
    op.drop_table('courier')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_respondent_id'))
        batch_op.drop_index(batch_op.f('ix_complaint_about'))

    op.drop_table('complaint')
    op.drop_table('carrier_code')
    with op.batch_alter_table('capture_job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_capture_job_party_id'))

    op.drop_table('capture_job')
    op.drop_table('tile')
    op.drop_table('thing')
    op.drop_table('submission')
    with op.batch_alter_table('retention_rule', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_retention_rule_record_class'))

    op.drop_table('retention_rule')
    with op.batch_alter_table('rating_vote', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rating_vote_thing_id'))
        batch_op.drop_index('ix_rating_vote_subject')

    op.drop_table('rating_vote')
    with op.batch_alter_table('rating_ruling', schema=None) as batch_op:
        batch_op.drop_index('ix_rating_ruling_subject')

    op.drop_table('rating_ruling')
    op.drop_table('rating_cursor')
    with op.batch_alter_table('rating_count', schema=None) as batch_op:
        batch_op.drop_index('ix_rating_count_subject')

    op.drop_table('rating_count')
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rating_stale'))

    op.drop_table('rating')
    op.drop_table('private_field')
    op.drop_table('pending')
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_name'))

    op.drop_table('party')
    op.drop_table('opening')
    with op.batch_alter_table('lot_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lot_item_lot_id'))

    op.drop_table('lot_item')
    with op.batch_alter_table('log_leaf', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_log_leaf_prefix'))

    op.drop_table('log_leaf')
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.drop_index('ix_link_entry_id')

    op.drop_table('link')
    op.drop_table('import_name')
    op.drop_table('epcis_view')
    op.drop_table('epcis_reader')
    with op.batch_alter_table('epcis_fact', schema=None) as batch_op:
        batch_op.drop_index('ix_epcis_fact_text')
        batch_op.drop_index('ix_epcis_fact_number')
        batch_op.drop_index(batch_op.f('ix_epcis_fact_entry_id'))

    op.drop_table('epcis_fact')
    with op.batch_alter_table('epcis_event', schema=None) as batch_op:
        batch_op.drop_index('ix_epcis_event_time')
        batch_op.drop_index('ix_epcis_event_actor')

    op.drop_table('epcis_event')
    op.drop_table('epcis_element')
    op.drop_table('epcis_cursor')
    op.drop_table('epcis_child')
    with op.batch_alter_table('epcis_attribute', schema=None) as batch_op:
        batch_op.drop_index('ix_epcis_attribute_name')
        batch_op.drop_index('ix_epcis_attribute_id')

    op.drop_table('epcis_attribute')
    op.drop_table('entry')
    op.drop_table('division')
    op.drop_table('claim')
    op.drop_table('checkpoint')
    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_card_sha256'))

    op.drop_table('card')
    op.drop_table('attempt')
    op.drop_table('account')
    op.drop_table('accepted_loss')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(sa.schema.DropSequence(sa.Sequence('entry_id_seq')))

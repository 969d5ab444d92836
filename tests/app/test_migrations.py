"""The newest migration makes the very tables that the code knows."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade
from sqlalchemy import inspect

from app import create_app, migrating
from app.db import database, metadata
from tests.app.installation import settings


def test_the_head_equals_the_tables_and_can_be_undone(blank_database, tmp_path):
    app = create_app(settings(blank_database, tmp_path))
    with app.app_context():
        engine = database().engine
        assert migrating.behind(engine)
        migrating.upgrade(engine)
        assert not migrating.behind(engine)
        with engine.connect() as connection:
            differences = compare_metadata(
                MigrationContext.configure(connection, opts={"compare_type": True}), metadata
            )
        assert differences == [], "run: flask --app wsgi db migrate -m WHAT"
        if engine.dialect.name == "postgresql":
            # Autogeneration does not see sequences.
            assert set(metadata._sequences) <= set(inspect(engine).get_sequence_names())
        downgrade(directory=str(migrating.FOLDER), revision="base")
        assert set(inspect(engine).get_table_names()) == {"alembic_version"}
        engine.dispose()

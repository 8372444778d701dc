"""the register: acts a party must give, translations of statements

One trigger per promise, named as in 0002. What is recorded with an act cannot be added once a second person has verified it.
"""
import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("act_details", "act_paper", "act_return", "statement_translation", "required_acts")


def triggers() -> list[tuple[str, str, str, str, str]]:
    """Table, name, event, condition, message."""
    found = [(table, f"no_{event.lower()}", event, "TRUE", f"{table}: rows are never {done}") for table in TABLES
             for event, done in (("UPDATE", "changed"), ("DELETE", "deleted"))]
    verified = "EXISTS (SELECT 1 FROM act_verification v WHERE v.act_id = NEW.act_id)"
    for table in ("act_details", "act_paper"):
        found.append((table, "with_its_act", "INSERT", verified, f"{table}: recorded with its act, before it is verified (A5)"))
    return [*found,
            ("act_return", "unverified", "INSERT", verified, "act_return: a verified act is corrected, not sent back"),
            ("act_verification", "not_returned", "INSERT", "EXISTS (SELECT 1 FROM act_return r WHERE r.act_id = NEW.act_id)", "act_verification: the act was sent back"),
            ("statement_translation", "of_its_words", "INSERT",
             "(NEW.section_uid = '' AND NOT EXISTS (SELECT 1 FROM act a WHERE a.id = NEW.act_id AND a.statement != '')) OR (NEW.section_uid != '' AND NOT EXISTS "
             "(SELECT 1 FROM reservation r WHERE r.act_id = NEW.act_id AND r.section_uid = NEW.section_uid))", "statement_translation: of words that the act has")]


def upgrade() -> None:
    tables()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, what, event, condition, message in triggers():
        name = f"tg_{table}_{what}"
        if sqlite:
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        else:
            op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN IF {condition} THEN RAISE EXCEPTION '{message}' "
                       f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $body$")
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if not sqlite:
        for table in TABLES:
            op.execute(f"CREATE TRIGGER tg_{table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION tg_no_truncate()")


def tables() -> None:
    op.create_table('act_details',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.Column('signatory_title', sa.String(length=200), nullable=False),
    sa.Column('gazette', sa.String(length=200), nullable=False),
    sa.Column('gazette_number', sa.String(length=120), nullable=False),
    sa.Column('gazette_date', sa.Date(), nullable=True),
    sa.Column('gazette_link', sa.String(length=500), nullable=False),
    sa.Column('part', sa.String(length=120), nullable=False),
    sa.CheckConstraint("gazette != '' OR (gazette_number = '' AND gazette_link = '' AND gazette_date IS NULL)", name=op.f('ck_act_details_gazette_has_its_name')),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_act_details_act_id_act')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act_details')),
    sa.UniqueConstraint('act_id', name=op.f('uq_act_details_act_id'))
    )
    op.create_table('act_paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_act_paper_act_id_act')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence_file.id'], name=op.f('fk_act_paper_evidence_id_evidence_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act_paper')),
    sa.UniqueConstraint('act_id', 'evidence_id', name=op.f('uq_act_paper_act_id_evidence_id'))
    )
    op.create_index(op.f('ix_act_paper_evidence_id'), 'act_paper', ['evidence_id'], unique=False)
    op.create_table('act_return',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason != ''", name=op.f('ck_act_return_has_a_reason')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_act_return_account_id_account')),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_act_return_act_id_act')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act_return')),
    sa.UniqueConstraint('act_id', name=op.f('uq_act_return_act_id'))
    )
    op.create_table('statement_translation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.Column('section_uid', sa.String(length=80), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('translated_by', sa.String(length=200), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("text != ''", name=op.f('ck_statement_translation_has_words')),
    sa.CheckConstraint("translated_by != ''", name=op.f('ck_statement_translation_names_its_translator')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_statement_translation_account_id_account')),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_statement_translation_act_id_act')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement_translation'))
    )
    op.create_index(op.f('ix_statement_translation_act_id'), 'statement_translation', ['act_id'], unique=False)
    op.create_table('required_acts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('party_code', sa.String(length=3), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('set_by', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason != ''", name=op.f('ck_required_acts_has_a_reason')),
    sa.ForeignKeyConstraint(['party_code'], ['party.code'], name=op.f('fk_required_acts_party_code_party')),
    sa.ForeignKeyConstraint(['set_by'], ['account.id'], name=op.f('fk_required_acts_set_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_required_acts'))
    )
    op.create_index(op.f('ix_required_acts_party_code'), 'required_acts', ['party_code'], unique=False)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER tg_act_verification_not_returned" + ("" if sqlite else " ON act_verification"))
    for table in reversed(TABLES):
        op.drop_table(table)
    if not sqlite:
        for table, what, *_ in triggers():
            op.execute(f"DROP FUNCTION tg_{table}_{what}()")

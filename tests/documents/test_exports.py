"""Versions as data."""
from consult.db import transaction
from consult.documents import exports
from consult.text import normalise


def test_head_and_body_of_all_rows_are_the_hashed_text(desk):
    with transaction():
        version = desk.publish(desk.start())
    rows = [dict(zip(exports.COLUMNS, row, strict=True)) for row in exports.rows(version)]
    assert normalise.digest("".join(row["head"] + row["body"] for row in rows)) == exports.head(version)["sha256"]
    assert [row["address"] for row in rows] == ["front", "sample-model", "1", "2", "2.1", "3"]
    assert exports.head(version)["base"] is None

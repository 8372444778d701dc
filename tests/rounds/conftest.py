"""A published version to hold rounds on."""
from datetime import timedelta
from types import SimpleNamespace

import pytest

from consult import clock
from consult.db import transaction
from consult.documents.actions import publishing, starting
from consult.documents.queries import versions
from consult.documents.rules import ChangeClass
from consult.rounds import actions, queries

TEXT = "# Model\n\n## 1. Aim\n\nClusters matter.\n\n## 2. Means\n\nMoney helps.\n"


@pytest.fixture
def published(inside):
    """Version 0.1 of the document `model`, published."""
    with transaction():
        document = starting.create(inside("editor"), "model", "Model")
        starting.start(inside("editor"), document, "0.1", "Model", TEXT, None, ChangeClass.INITIAL)
    with transaction():
        publishing.publish(inside("editor"), versions.version("model", "0.1"), "First draft.")
    return SimpleNamespace(inside=inside, version=lambda: versions.version("model", "0.1"))


@pytest.fixture
def planned(published):
    """Round 1 on it, planned for the next thirty days."""
    with transaction():
        opens = clock.start_of_day(clock.now().date() + timedelta(days=1))
        actions.plan(published.inside("editor"), published.version(), opens, opens + timedelta(days=30), "Please comment.")
    return SimpleNamespace(**vars(published), round=lambda: queries.by_number(1), opens=opens)

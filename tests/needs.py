"""What a test needs from the machine: said by name when it is missing, and a failure under REQUIRE_ALL=1."""
import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Leave the test, with the reason."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is missing, and REQUIRE_ALL=1 allows no skip", pytrace=False)
    pytest.skip(f"{what} is missing")

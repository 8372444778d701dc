"""The bench is run by its own command (`make bench`), not with the tests."""


def pytest_ignore_collect(collection_path, config):
    return None if any("bench" in str(argument) for argument in config.args) else True

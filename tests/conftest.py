"""What every test may ask for."""
pytest_plugins = ["tests.pg"]  # postgres_url: a new PostgreSQL database

"""The application for a server; `flask` finds it by itself."""
import os

import config
from consult.app import create_app

app = create_app(config.load(os.environ))

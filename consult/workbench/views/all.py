"""All pages of the workbench, for the application."""
from consult.workbench.views import choosing, live, past  # noqa: F401 - their routes
from consult.workbench.views.blueprint import bp  # noqa: F401

"""Writing the report, giving the reasons of editorial changes, freezing the report."""

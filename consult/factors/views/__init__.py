"""Pages of the second factors."""

"""The standing working group: seats and mandates."""

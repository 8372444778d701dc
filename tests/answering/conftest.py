"""The world of comments, for answers to them."""
from tests.comments import conftest as comments

desk, world, within, round_, asked = comments.desk, comments.world, comments.within, comments.round_, comments.asked

"""What a report is made of: its limits, its sums, and the one text that its hash is taken over."""

#: The longest title and words of a theme, a next step, an editorial reason.
TITLE_MAX, WORDS_MAX, STEP_MAX, REASON_MAX = 200, 8000, 500, 2000

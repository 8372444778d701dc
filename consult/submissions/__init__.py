"""What goes with a submission: the files attached, the key of its form, late links, and how paper came in."""

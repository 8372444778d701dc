"""The editors' inbox: which comments wait, who looks after them, what has been read, and notes that never become public."""

"""Home, help, who-may-do-what and other plain pages."""

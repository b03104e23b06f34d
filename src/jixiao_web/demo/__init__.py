"""The demo (演示): a fictional province with its bureaus, a cast of people, and forms in all states."""

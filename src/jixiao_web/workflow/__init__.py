"""The way of a form (流转): which step leads from where to where, who may take it, what it writes and whom it tells."""

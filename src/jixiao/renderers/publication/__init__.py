"""Publication (公开): the machine-readable twin of forms as a data package, and the package in which forms are published."""

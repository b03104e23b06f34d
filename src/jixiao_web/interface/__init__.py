"""The interface for programs (接口, /api/v1/): the same permissions, changes, log sentences and notices as on the pages, in JSON."""

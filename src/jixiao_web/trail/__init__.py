"""The log (操作日志): append-only, every entry bound to the one before by its hash."""

"""Uploads (上传): any document the readers understand becomes a form: read, looked at beside the original, accepted."""

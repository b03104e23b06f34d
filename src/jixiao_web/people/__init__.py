"""Organisations and people (机构与人员): who sits where, in which role, and what each may see."""

"""事实: what a file states, figure by figure and text by text, so that forms, files, units and years can be held against each other.

`digest` makes of one submission what others are compared with; `names` tells when two names mean the same, `fingerprints` finds
texts that are nearly alike among very many.
"""

from jixiao.facts.digests import FileDigest, FormDigest, Text, digest, not_relied_on, total_path
from jixiao.facts.fingerprints import Cluster, Sketched, alike, similarity
from jixiao.facts.names import (
    Likeness,
    name_core,
    plain,
    project_core,
    project_likeness,
    region_of,
    unit_core,
    unit_likeness,
)
from jixiao.facts.statements import Origin, Statement

__all__ = [
    "Cluster",
    "FileDigest",
    "FormDigest",
    "Likeness",
    "Origin",
    "Sketched",
    "Statement",
    "Text",
    "alike",
    "digest",
    "name_core",
    "not_relied_on",
    "plain",
    "project_core",
    "project_likeness",
    "region_of",
    "similarity",
    "total_path",
    "unit_core",
    "unit_likeness",
]

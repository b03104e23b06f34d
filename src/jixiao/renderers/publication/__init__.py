"""Publication (公开): the machine-readable twin of forms as a data package, and the package in which forms are published."""

from jixiao.renderers.publication.archive import checksums, zipped
from jixiao.renderers.publication.datapackage import About, package
from jixiao.renderers.publication.privacy import Exposed, blanked, exposed

__all__ = ["About", "Exposed", "blanked", "checksums", "exposed", "package", "zipped"]

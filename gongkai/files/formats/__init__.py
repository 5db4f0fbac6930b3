"""One module per format: bytes in, `Raw` out. They find blocks and hints; what those mean is decided in `fields`."""

from gongkai.files.formats.raw import Raw

__all__ = ["Raw"]

"""Files of coded events as others publish them: read into rows of one shape, written back in several."""

from tocsin.coded.formats import Format, find_format, known_formats
from tocsin.coded.reading import Batch, CodedFile, open_coded
from tocsin.coded.writing import FORMS, JOINED_COLUMNS, write_coded, write_lines

__all__ = [
    "FORMS",
    "JOINED_COLUMNS",
    "Batch",
    "CodedFile",
    "Format",
    "find_format",
    "known_formats",
    "open_coded",
    "write_coded",
    "write_lines",
]

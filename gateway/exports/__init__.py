"""Lists as files: CSV as a stream, Excel written by a process of its own."""

from gateway.exports.cells import Value, harmless
from gateway.exports.csv_stream import attachment, file, file_name

__all__ = ["Value", "attachment", "file", "file_name", "harmless"]

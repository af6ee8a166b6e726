"""
Readers of publishers' files: one module per format, pure, without a table of the database.

`read(path)` recognises a file by its content and gives its tables as text, each row with its place in the
file. What the cells mean is the business of `adapters`.
"""

from convene.observatory.readers.raw import BadFile, RawFile, RawTable
from convene.observatory.readers.recognising import read

__all__ = ["BadFile", "RawFile", "RawTable", "read"]

"""
SDMX 3.0 as its REST interface (2.x) tells it: structures and data, in XML, JSON and CSV.

One data structure describes every figure; each dataset is a dataflow of it, each edition a code of its dimension
EDITION. `question` reads addresses, `structures` names what there is, the other modules write one format each.
"""

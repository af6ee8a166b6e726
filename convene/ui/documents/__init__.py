"""One model of a document, and its renderings: a page, a PDF, a Word file, JSON."""

"""Country factsheets: made from the figures and the record, in every language, with no number typed by hand."""

"""Plain Python under everything: periods, texts, collation, addresses, failures, table declarations."""

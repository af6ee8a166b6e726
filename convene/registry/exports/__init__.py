"""The registry in standard formats, one module per format."""

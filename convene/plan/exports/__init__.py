"""Projects in standard formats, one module per format."""

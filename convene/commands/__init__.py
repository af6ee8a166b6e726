"""What the command `convene` does: one module for each group of subcommands. No module here imports Django at its top."""

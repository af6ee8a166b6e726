"""
The read API under /api/v1/: the public record for other programs, described by OpenAPI.

It reads only, sees only what everybody may see, and answers every list as count, items, next.
"""

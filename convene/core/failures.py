"""Refusals that name the record, the reason and the next step."""


class Failure(Exception):
    """
    Something the person asked for was not done, and nothing was half done.

    `record` names the thing, `reason` says why, `next_step` says what to do. All three are
    short sentences in the language of the caller; views word them for the reader.
    """

    def __init__(self, record: str, reason: str, next_step: str = "") -> None:
        self.record = record
        self.reason = reason
        self.next_step = next_step
        super().__init__(" ".join(part for part in (f"{record}: {reason}", next_step) if part))

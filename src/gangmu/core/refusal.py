"""The one kind of error that people see: a sentence that says what is wrong, where, and what to do."""


class Refusal(Exception):
    """Something that the person who asked can mend; `str()` is the sentence to show."""

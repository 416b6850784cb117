"""What is wrong with an expression, and where."""

from typing import Any


class PeriodError(ValueError):
    """The text is no time period.

    `column` counts characters from 1 and is one past the end where something is missing;
    `sentence` says what is wrong and what is allowed.
    """

    def __init__(self, column: int, sentence: str) -> None:
        super().__init__(f"Column {column}: {sentence}")
        self.column = column
        self.sentence = sentence

    def __reduce__(self) -> tuple[Any, ...]:
        return (PeriodError, (self.column, self.sentence))

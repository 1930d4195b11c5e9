"""What an operation raises when it cannot do what was asked."""


class Refusal(Exception):
    """
    The operation is not possible now. `str()` is a sentence for the person who asked, with what to do next.

    Each operation's module has its own, such as `UnableToSignAgreement`. `field` names the form field that the
    sentence belongs beside, where there is one.
    """

    def __init__(self, sentence: object, *, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.field = field

"""What is raised for a cell that cannot be what its column needs."""

from salesbook.problems import Problem


class WrongCellError(Exception):
    """A cell cannot be what its column needs; carries the problem without its place."""

    def __init__(self, code: str, /, **values: object) -> None:
        self.problem = Problem(code, values={name: str(value) for name, value in values.items()})
        super().__init__(code)

"""Who may go where in `peers`."""

from tests.architecture.routes import Route

ROUTES: list[Route] = []

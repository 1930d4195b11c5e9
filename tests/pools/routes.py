"""Who may go where in `pools`."""

from tests.architecture.routes import Route

ROUTES: list[Route] = []

"""Who may go where in `providers`."""

from tests.architecture.routes import Route

ROUTES: list[Route] = []

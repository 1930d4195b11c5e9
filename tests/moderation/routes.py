"""Who may go where in `moderation`."""

from tests.architecture.routes import Route

ROUTES: list[Route] = []

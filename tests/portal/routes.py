"""Who may go where on the ground floor."""

from tests.architecture.routes import Route

ROUTES = [
    Route(name="portal:area_home", stranger=200, other_area=200, without=200, commissioner=200),
    Route(name="portal:healthz", stranger=200, other_area=200, without=200, commissioner=200),
    Route(name="portal:readyz", stranger=200, other_area=200, without=200, commissioner=200),
    Route(name="api:schema", stranger=200, other_area=200, without=200, commissioner=404),
]

from rest_framework.routers import SimpleRouter

from providers.api.views import Criteria, Offers, Organisations, Ratings, Services

router = SimpleRouter()
router.register("organisations", Organisations, basename="organisation")
router.register("services", Services, basename="service")
router.register("offers", Offers, basename="offer")
router.register("ratings", Ratings, basename="rating")
router.register("criteria", Criteria, basename="criterion")

urlpatterns = router.urls

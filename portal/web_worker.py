"""gunicorn's worker that speaks HTTP and WebSocket."""

from typing import Any, ClassVar

from uvicorn_worker import UvicornWorker


class WebWorker(UvicornWorker):
    """
    uvicorn's, set for us.

    A message in a chat is a few hundred bytes: squeezing it for each of 200 pages takes longer than sending it. Nothing
    is begun or ended with the server, so it is not asked about that either.
    """

    CONFIG_KWARGS: ClassVar[dict[str, Any]] = {
        "ws": "websockets-sansio",
        "ws_per_message_deflate": False,
        "lifespan": "off",
    }

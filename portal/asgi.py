"""
The web application, for an ASGI server: pages as always, and the WebSockets of live pages.

Pages keep their threads, and with them their database connections: a request's transaction, which holds its area, never
moves from one thread to another (`docs/adr/0011-live-chat.md`).
"""

import os

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator

# Before this, there are no apps that could have told their live pages.
from portal.live import LIVE_ADDRESSES
from portal.wsgi import application as pages

THREADS = int(os.environ.get("WEB_THREADS", "4"))

application = ProtocolTypeRouter(
    {
        "http": WSGIMiddleware(pages, workers=THREADS),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(LIVE_ADDRESSES))),
    }
)

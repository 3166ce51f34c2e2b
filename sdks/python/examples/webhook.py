"""Takes webhooks and answers 400 to everybody else: ``WEBHOOK_SECRET=whsec_… PORT=4000 python examples/webhook.py``"""

import os
from http.server import BaseHTTPRequestHandler, HTTPServer

from parley import WebhookVerificationError, webhooks

SECRET = os.environ["WEBHOOK_SECRET"]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            event = webhooks.unwrap(body, dict(self.headers), SECRET)
        except WebhookVerificationError:
            self.send_response(400)
        else:
            if event.type == "call.ended":
                print(f"{event.data.id} took {event.data.duration_ms or 0} ms", flush=True)
            else:
                print(event.type, flush=True)
            self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Only events are printed."""


server = HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "4000"))), Handler)
print(f"ready on port {server.server_port}", flush=True)
server.serve_forever()

"""A stand-in for ModelScope's hub: the files of one model, listed and downloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from aiohttp import web


class Hub:
    """Serves `files` (path → bytes) as the model `model`; `asked` are the paths that were fetched,
    and `broken` makes every answer an error of the server."""

    def __init__(self, model: str, files: Mapping[str, bytes]) -> None:
        self.model, self.files = model, dict(files)
        self.asked: list[str] = []
        self.broken = False
        self.url = ""

    async def __aenter__(self) -> Hub:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if self.broken:
            return web.json_response({"Code": 500, "Message": "broken"}, status=500)
        base = f"/api/v1/models/{self.model}"
        if request.path == f"{base}/repo/files":
            return web.json_response(_good({"Files": [self._entry(path) for path in self.files]}))
        if request.path == f"{base}/repo" and request.query["FilePath"] in self.files:
            return self._file(request, request.query["FilePath"])
        if request.path == f"{base}/revisions":
            revisions = {"Branches": [{"Revision": "master"}], "Tags": []}
            return web.json_response(_good({"RevisionMap": revisions}))
        if request.path == base:
            return web.json_response(_good({"Path": self.model, "Revision": "master"}))
        missing = {"Code": 10010205001, "Message": "not found", "Success": False}
        return web.json_response(missing, status=404)

    def _file(self, request: web.Request, path: str) -> web.Response:
        body = self.files[path]
        self.asked.append(path)
        if (part := request.http_range) and part.start is not None:
            whole, body = len(body), body[part]
            span = f"bytes {part.start}-{part.start + len(body) - 1}/{whole}"
            return web.Response(body=body, status=206, headers={"Content-Range": span})
        return web.Response(body=body)

    def _entry(self, path: str) -> dict[str, object]:
        body = self.files[path]
        return {
            "Path": path,
            "Name": path.rpartition("/")[2],
            "Type": "blob",
            "Size": len(body),
            "Sha256": hashlib.sha256(body).hexdigest(),
            "Revision": "0" * 40,
        }


def _good(data: object) -> dict[str, object]:
    return {"Code": 200, "Data": data, "Message": "success", "Success": True}

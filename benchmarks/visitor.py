"""A signed-in visitor that times answers."""

import http.client
import re
import time
import zlib
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bs4 import BeautifulSoup

Form = list[tuple[str, str]]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Answer:
    status: int
    body: str
    headers: dict[str, str]
    seconds: float


@dataclass
class Visitor:
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, data: dict[str, str] | Form | None = None, **headers: str) -> Answer:
        host, port = self.address.split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=120)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        body = None
        if data is not None:
            body = urlencode(data)
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{self.address}{path}"}
        began = time.perf_counter()
        connection.request("POST" if data is not None else "GET", path, body, sent)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        took = time.perf_counter() - began
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return Answer(response.status, text, dict(response.headers), took)

    def token(self, path: str) -> str:
        found = TOKEN.search(self.ask(path).body)
        assert found, f"no form at {path}"
        return found[1]

    def fields(self, path: str, action: str) -> Form:
        """What a browser without JavaScript would send from the form that posts to `action`."""
        return form_in(self.ask(path).body, action)

    def sign_in(self, persona: str) -> "Visitor":
        answer = self.ask("/demo/sign-in", {"persona": persona, "csrfmiddlewaretoken": self.token("/sign-in/")})
        assert answer.status == 302, f"{persona} could not sign in: {answer.status}"
        return self


def form_in(html: str, action: str) -> Form:
    page = BeautifulSoup(html, "html.parser")
    forms = [one for one in page.find_all("form", method="post") if one.get("action") in (action, "")]
    assert forms, f"no form for {action}: {page.main.get_text(' ', strip=True)[:600]}"
    form = forms[0]
    sent: Form = []
    for one in form.find_all(["input", "textarea", "select"]):
        if one.get("type") in ("radio", "checkbox") and not one.has_attr("checked"):
            continue
        if one.name == "textarea":
            sent.append((one["name"], one.get_text().removeprefix("\n")))
        elif one.name == "select":
            chosen = one.find("option", selected=True)
            sent.append((one["name"], chosen["value"] if chosen else ""))
        else:
            sent.append((one["name"], one.get("value", "")))
    return sent


def weight(html: str) -> int:
    """Bytes of the page as a browser takes it (deflated)."""
    return len(zlib.compress(html.encode(), 6))

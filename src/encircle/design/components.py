"""`ui` in a template: every macro of `templates/components/` by its name, as in `{{ ui.tag("Overdue", "red") }}`.

A macro that names `csrf_input` or `page` among its arguments gets them from the page by itself.
"""

from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader, pass_context
from jinja2.runtime import Context, Macro

FOLDER = Path(__file__).parent / "templates" / "components"
FROM_THE_PAGE = ("csrf_input", "page")


class Components:
    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._ready: dict[str, Callable[..., str]] = {}

    def __getattr__(self, name: str) -> Callable[..., str]:
        if name.startswith("_") or name not in self._templates:
            raise AttributeError(name)
        if name not in self._ready or self._environment.auto_reload:
            self._ready[name] = self._callable(name)
        return self._ready[name]

    @cached_property
    def _templates(self) -> dict[str, str]:
        """Which file holds which macro."""
        found: dict[str, str] = {}
        for path in sorted(FOLDER.glob("*.html")):
            template = f"components/{path.name}"
            macros = vars(self._environment.get_template(template).module)
            found |= {name: template for name, value in macros.items() if isinstance(value, Macro)}
        return found

    def _callable(self, name: str) -> Callable[..., str]:
        macro: Macro = getattr(self._environment.get_template(self._templates[name]).module, name)
        wanted = [argument for argument in macro.arguments if argument in FROM_THE_PAGE]
        return _with_page(macro, wanted) if wanted else macro


def _with_page(macro: Macro, wanted: list[str]) -> Callable[..., str]:
    @pass_context
    def call(context: Context, *args: Any, **kwargs: Any) -> str:
        return macro(*args, **{name: context[name] for name in wanted} | kwargs)

    return call


class Govuk:
    """GOV.UK Frontend's own macros: `govuk("back-link", {...})`.

    They lean on unknown names being empty, so they live in an environment of their own, less strict than ours. Some
    of them indent what they are given, which would put spaces into what people typed: we wrap only those that
    never hold a text area, and write the others in `templates/components/` ourselves.
    """

    def __init__(self) -> None:
        loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
        self._environment = Environment(loader=loader, autoescape=True)

    def __call__(self, component: str, params: dict[str, Any]) -> str:
        return self._macro(component)(params)

    def _macro(self, component: str) -> Macro:
        template = self._environment.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
        macro: Macro = getattr(template.module, "govuk" + component.title().replace("-", ""))
        return macro


@cache
def govuk() -> Govuk:
    return Govuk()

"""What a web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault(
    "DJANGO_SETTINGS_MODULE", f"encircle.config.settings.{os.environ.get('ENCIRCLE_MODE', 'production')}"
)

application = get_wsgi_application()

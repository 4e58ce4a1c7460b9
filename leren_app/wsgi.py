"""What the web server loads."""

from leren_app import create_app

app = create_app()

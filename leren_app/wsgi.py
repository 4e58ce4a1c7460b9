"""What the web server loads; it does not start on a set-up that is unfit for whom it would serve."""

from leren_app import create_app
from leren_app.cli.fitness import refuse_unfit

app = create_app()
refuse_unfit(app)

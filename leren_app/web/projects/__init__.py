"""Projects: the list, a project as everyone sees it, the team's page with its next step, and every step's own page."""

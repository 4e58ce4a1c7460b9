"""What people still have to do beside the steps: calls, letters, reported pages."""

"""The plugin of khmerid for its own tests; pyproject.toml says why it is taken in here."""

pytest_plugins = ["khmerid.testing.pytest_plugin"]

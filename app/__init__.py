"""The edge: web, phones, command line, jobs. The only package that knows Flask and the settings."""

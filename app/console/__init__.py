"""The console: pages for people, Vietnamese first. Real addresses, posts that redirect, nothing that needs a script."""

"""Ports to listen on."""

import socket
import sys

import click


def require_free_port(host: str, port: int) -> None:
    """The server would share a port with a forgotten one without a word; so look first. Exits 1."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            click.echo(f"Refused: {host}:{port} can't be used ({error.strerror}). Set RASOAT_PORT.", err=True)
            sys.exit(1)

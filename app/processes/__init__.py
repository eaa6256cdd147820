"""The processes of one machine: embedded stores, web server, worker, and who watches over them."""

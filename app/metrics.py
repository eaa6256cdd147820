"""What /metrics tells. Counts and seconds by form and outcome; never by person."""

from prometheus_client import Counter, Gauge, Histogram

RECEIVED = Counter("rasoat_submissions_received_total", "Submissions acknowledged", ("form", "created"))
RECEIVING_SECONDS = Histogram("rasoat_submission_receiving_seconds", "From the first byte read to the acknowledgement")
REQUESTS = Counter("rasoat_requests_total", "Requests answered", ("part", "status"))
PROCESSED = Counter("rasoat_submissions_processed_total", "Submissions processed by the worker", ("outcome",))
WAITING = Gauge("rasoat_submissions_waiting", "Submissions that wait for the worker", multiprocess_mode="mostrecent")

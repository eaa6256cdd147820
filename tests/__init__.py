"""The tests. unit: no service; integration: the real stores; journeys: whole stories over HTTP; whole: guards."""

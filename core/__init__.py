"""Time, ids, actors, refusals, stores: what every package needs and no word of the domain."""

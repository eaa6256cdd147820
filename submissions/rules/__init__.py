"""Rules about submissions: values in, values out."""

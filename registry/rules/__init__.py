"""Rules about areas, households and their standing: values in, values out."""

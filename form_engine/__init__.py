"""Forms: XLSForm to XForm to definition; instance to typed answers, findings and points. Bytes in, values out."""

"""The offline form: commenting without the site, in the commenting template of ISO, IEC, CEN and CENELEC."""

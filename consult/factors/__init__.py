"""Second factors: passkeys, codes from an app and recovery codes, who must have one, and how a lost one is reset by two administrators."""

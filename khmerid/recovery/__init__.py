"""The MRZ in noise: its lines found, aligned, and recovered for an issuer."""

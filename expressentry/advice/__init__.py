"""What would help most, who should be the principal applicant, and how the score stands beside real rounds."""

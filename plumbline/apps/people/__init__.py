"""People, competence, training and signed papers (7.2, 7.3, A.6)."""

"""COM: what is communicated, to whom, when and how (clause 7.4)."""

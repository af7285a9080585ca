"""The pages of access: who may act here and how they get in, inviting somebody, and seeing somebody out."""

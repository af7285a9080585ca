"""What the Makefile and .ci/run call: small programs about this repository, never part of the package."""

"""The outcome of an audit as text, JSON, SARIF, JUnit, HTML and PDF."""

"""An imaginary company that is close to its certificate, and the faults an auditor would tell stories about."""

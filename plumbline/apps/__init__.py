"""What people do: one folder per thing an auditor asks to see, each importing only those below it in the contract."""

"""The import in the browser: files staged, planned in the background, mapped, looked at, applied."""

"""What those who certify see, and the clock they go by."""

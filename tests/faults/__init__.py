"""What breaks while marks are saved, and what is there afterwards."""

"""What an answer is worth: how an item is shown, how its answer is read, and whether it is right. Pure."""

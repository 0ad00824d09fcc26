"""What no key can mark: recordings and written answers, rated by teachers with a rubric."""

"""What people fill in, one module a page: labels, explanations, and one sentence for each field that is wrong."""

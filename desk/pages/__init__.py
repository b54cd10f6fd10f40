"""The pages of the desk, a file for each subject: a route, its policy, the facts it shows."""

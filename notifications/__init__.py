"""A decided letter becomes an e-mail and leaves. Who is told what is decided in `states.escalation`."""

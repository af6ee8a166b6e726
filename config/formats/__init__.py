"""How dates are written where Django writes them: the back office. Public pages ask Babel."""

"""Reports: how far people are with curricula and modules, in counts whose names stand one click behind them."""

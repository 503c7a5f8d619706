"""What stands above the lanes: film, sound, cuts, actionness; and the score curves behind them."""

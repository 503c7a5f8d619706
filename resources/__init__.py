"""Files the program ships: icons, themes, label sets, the model manifest."""

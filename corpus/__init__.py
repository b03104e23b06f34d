"""The corpus (语料): forms written by us with the findings expected of them, and errors planted into the sound ones. See README.md."""

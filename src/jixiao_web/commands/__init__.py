"""Commands of the program `jixiao` that belong to the web application; found through the entry point "jixiao.commands"."""

"""The commands, a module for each, named as the command is: options in, the pipeline asked, the result handed to a renderer.

A module here needs no entry anywhere: `jixiao.cli.program` finds it by its name. What commands share stands beside this folder:
`options.py` (options that several take), `output.py` (-o and --force), `passwords.py`, `codes.py`, and in `materials_given.py` the files
of the command line and the work on them.
"""

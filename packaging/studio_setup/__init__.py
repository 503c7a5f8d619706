"""What the README's two commands do: set up, then run the window or the tests.

Standard library only: it runs before anything is installed.

==================  ====================================================
``commands``        the verbs: run, test, setup
``report``          short lines for the person, details in the log
``shell``           other programs, their output in the log
``machine``         what this machine is and has
``environment``     the virtual environment and its packages
``torch_build``     CPU or CUDA torch
``system_packages``  Qt's system libraries and the virtual screen
``footage``         where the sample footage comes from
``sample``          which sample video there is, and making it
``launch``          the window, with a screen or without
==================  ====================================================
"""

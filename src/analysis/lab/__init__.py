"""An analyst at work in JupyterLab: the form in which she chooses, what is there and what is missing, and the steps of a quarter.

`choosing.choose` gives the form; `quarter` tells what is there and what is missing; `steps` and `making` lead from import to pages; `drawing` makes charts of
her own visible without a network. `notebooks/mulai.ipynb` shows all of it.
"""

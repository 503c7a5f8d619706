"""BSN, a trained maker of proposals (Lin et al., ECCV 2018).

Takes the features of one video; gives segments between likely starts and ends, and how sure it is
that each holds one whole action. It knows no labels and no other proposals.
"""

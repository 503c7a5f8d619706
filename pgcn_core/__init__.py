"""P-GCN: from a video file to labelled action segments, one room per step.

======  ==========================  =======================================
step    room                        gives
======  ==========================  =======================================
1       ``video/``                  ``Video``, ``FrameBatch``
2       ``features/``               ``FeatureSequence``
3       ``proposals/``              ``ProposalSet``, ``ProposalFeatures``
4       ``graph``                   ``ProposalGraph``
5       ``model`` (``coldstart``)   ``ProposalScores`` of one stream
6       ``streams``                 ``ProposalScores`` of all streams
7       ``detections``              ``Detections``
--      ``pipeline``                ``localize`` calls 1 to 7
======  ==========================  =======================================

Shape letters used in every docstring: T frames, L snippets, D features, N proposals, E edges,
K labels, M detections, B batch.
"""

"""The screen: the only room that knows Textual."""

import os

os.environ.setdefault(
    "TEXTUAL_FPS", "120"
)  # a key that comes soon after another has its frame sooner; 60 cost it 33 ms

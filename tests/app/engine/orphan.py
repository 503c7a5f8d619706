"""A localizer that never ends and does not listen; it tells the number of its process."""

import os
import time


class Forever:
    def localize(self, video, *, progress, cancel):
        progress(str(os.getpid()), 0, 0)
        while True:
            time.sleep(0.1)

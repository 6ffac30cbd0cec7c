"""What a picture is made of: pixels, and the corners of what is seen in them."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

#: Red, green and blue of each pixel: (height, width, 3).
Pixels: TypeAlias = NDArray[np.uint8]
#: Four points of a picture, (x, y) each, around something: (4, 2).
Quad: TypeAlias = NDArray[np.float64]

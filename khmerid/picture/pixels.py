"""What a picture is made of: pixels, and the points that something has in them."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

#: Red, green and blue of each pixel: (height, width, 3).
Pixels: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]
#: Four points of a picture, (x, y) each, around something: (4, 2).
Quad: TypeAlias = Floats

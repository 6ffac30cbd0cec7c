"""What a character, a filler or a word is misread as, per channel; how a text is aligned; what that costs.

A channel is one kind of print (`Channel`). `SHIPPED` are those learned from our corpora; whoever reads,
recovers or resolves is handed a `Misreadings`, so that another engine's can take their place as a whole.
"""

from khmerid.misreading.channel import SHIPPED, Channel, Misreadings
from khmerid.misreading.profile import Profile, ProfileUsed

__all__ = ["SHIPPED", "Channel", "Misreadings", "Profile", "ProfileUsed"]

"""Machine profiles (机床配置): what files a factory's machines read. Shipped ones may be used as they are, copied and changed.

Public: ``list_profiles``, ``get_profile`` and the command ``publish_profile``.
"""

from shuanglun.factory.machine_profiles.commands import publish_profile
from shuanglun.factory.machine_profiles.queries import get_profile, list_profiles

__all__ = ["get_profile", "list_profiles", "publish_profile"]

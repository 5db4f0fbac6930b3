"""What a web process of `gongkai serve` loads: the application, and the watch that ends it with its parent."""

from gongkai.operate.serving import end_with_parent
from gongkai.wsgi import application

__all__ = ["application"]

end_with_parent()

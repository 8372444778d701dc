"""How often one network address may ask: kept in memory, per process. Failed sign-ins are counted in the database instead (signing.py)."""
import ipaddress

from flask import current_app, request
from flask_limiter import Limiter

#: New accounts and reset links per network address; a room full of people at a workshop shares one.
SIGN_UPS = "30 per hour"
RESETS = "30 per hour"
#: Invitations to organisations per network address.
INVITATIONS = "60 per hour"


def network() -> str:
    """The address of the network a request comes from; for IPv6 the /64, which one household or office holds."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


limiter = Limiter(network, default_limits=[lambda: str(current_app.config["REQUESTS"])])  # read at each request: two applications in one process may differ

"""The PBX's language: frames, sessions and the documented methods of PortaSwitch.

Facts stand in `messages`, errors in `errors`, the socket in `connection`, the typed calls in
`client`. Nothing here knows Django, a board or a browser.
"""

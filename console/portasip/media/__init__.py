"""The media services of a PBX, and the sounds it plays.

`services.open_media` gives the typed calls, over REST or SOAP; `methods.METHODS` lists every
documented method; `audio.to_au` makes of any sound what the PBX plays. Nothing is imported here:
who serves a prompt needs no HTTP client.
"""

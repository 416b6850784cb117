"""The media services of a PBX, and the sounds it plays."""

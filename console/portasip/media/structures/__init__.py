"""Every structure of the media server's services, one module for a section of the document."""

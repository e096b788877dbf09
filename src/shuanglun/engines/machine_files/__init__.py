"""Files that machines read, and their independent readers: PTX for panel saws, woodWOP MPR and DXF for CNC, cut lists.

Values in, bytes and findings out. A file is handed out only when it was read back and says what it should.
"""

"""The drawing of the plan page in the reader's language, row by row.

Places on the time axis are shares of its width, so that one markup serves every width and zoom.
"""

"""The wires to vendors: requests, waiting, downloads, and what their failures mean."""

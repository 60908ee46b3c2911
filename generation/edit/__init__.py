"""The cutting room: clips and a plan become a film. The only user of ffmpeg."""

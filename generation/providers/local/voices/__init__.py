"""Speech engines, each a program of its own: `python voices/espeak.py OUT.wav LANG < text`.

They are run, never imported: eSpeak NG is under the GPL, and a crash in native code must not take
the bot with it.
"""

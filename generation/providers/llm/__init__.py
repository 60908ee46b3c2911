"""Storyboards by language models: the conversation, what is asked, and what is made of the answer.

No provider by itself: `deepseek.py` and `chat.py` register writers made of this.
"""

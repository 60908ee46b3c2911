"""Texts that people type, by accident or not, and that must stay text wherever they go."""

HOSTILE: dict[str, str] = {
    "emoji only": "🐱🌸✨",
    "control characters": "a cat\x00\x07\x1b[31m\x7f on a sill",
    "right to left": "قطة على حافة النافذة \u202ereversed\u202c",
    "quotes": "a \"cat\" and a 'fox' `id` $(reboot)",
    "percent": "100% cat %s %d %{pts} %n",
    "apostrophe": "the cat's o'clock",
    "colon": "cat: the film: part 2",
    "backslash": "cat\\N\\n\\{\\an8}\\ C:\\temp",
    "newlines": "a cat\n\non a\r\nwindowsill\u2028tonight",
    "path": "../../etc/passwd /dev/null ~/.ssh/id_rsa",
    "file url": "file:///etc/passwd",
    "option-like": "-i /etc/passwd -f null - -y",
    "ffmpeg expression": "drawtext=text='x':enable='between(t,0,9)',[0:v]scale=1:1;nullsrc",
    "ass markup": "{\\p1}m 0 0 l 9 9{\\fs200}CAT{\\an8}",
    "svg markup": '<script>alert(1)</script><svg onload="x">&amp;&lt;',
    "format string": "{idea} {0} {__class__} $idea ${HOME}",
    "sql": "cat'; DROP TABLE jobs;--",
    "long": "一只猫坐在窗台上，" * 220,
    "wide scripts": "고양이 창문 👩‍👩‍👧‍👦 𝓬𝓪𝓽 ﷽ Z̷̡͎̺̖a̴̛l̶g̸o̵",
}

"""What people have under names of their own, such as brands and characters: what is said of it in
commands, and copies of what others share."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from itertools import count

from storage.links import LinkKind, Links

VERBS = {
    "new": ("new", "create", "add", "新建", "新增", "作成", "新規"),
    "edit": ("edit", "change", "修改", "编辑", "変更", "編集"),
    "use": ("use", "启用", "使用", "使う"),
    "list": ("list", "all", "列表", "一覧"),
    "show": ("show", "查看", "表示"),
    "share": ("share", "分享", "共有"),
    "take": ("take", "copy", "收下", "もらう"),
    "delete": ("delete", "remove", "删除", "削除"),
    "off": ("off", "none", "停用", "关闭", "オフ"),
}
TOKEN = re.compile(r"[0-9a-f]{20}")


async def shared(links: Links, kind: LinkKind, token: str) -> str | None:
    """The id of what somebody shared; None where the token stands for no such thing."""
    link = await links.find(token) if TOKEN.fullmatch(token) else None
    return link.value if link and link.kind == kind else None


def free_name(name: str, used: Container[str], longest: int, fold: Callable[[str], str]) -> str:
    """The name, in at most `longest` characters, with as many primes as make it one that is not
    `used`; names are alike as `fold` says."""
    free = (name[: longest - n] + "′" * n for n in count())
    return next(one for one in free if fold(one) not in used)

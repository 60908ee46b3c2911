"""Components of messages: the rules that Discord holds them to, and how it gives them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from tests.servers.discord.refusal import JSON, invalid, too_long

V2 = 1 << 15
ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = (3, 5, 6, 7, 8)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, UPLOAD = 18, 19
IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
LINK, PREMIUM = 5, 6
MOST, MOST_TEXT = 40, 4000

Found = tuple[str, JSON]


def walk(components: list[JSON], at: str = "components") -> Iterator[Found]:
    """Every component with its path, the outer ones first."""
    for number, component in enumerate(components):
        here = f"{at}.{number}"
        yield here, component
        yield from walk(component.get("components") or [], f"{here}.components")
        if accessory := component.get("accessory"):
            yield f"{here}.accessory", accessory
        if inner := component.get("component"):
            yield f"{here}.component", inner


def every(components: list[JSON], *kinds: int) -> list[JSON]:
    """The components of these kinds, in order."""
    return [c for _, c in walk(components) if c["type"] in kinds]


def check(components: list[JSON], *, v2: bool, names: set[str]) -> None:
    """Raise for what Discord would not show. `names` are the files at hand."""
    allowed = (*IN_CONTAINER, CONTAINER) if v2 else (ROW,)
    _kinds(components, allowed, "components")
    found = list(walk(components))
    if v2 and len(found) > MOST:
        raise invalid("components", "BASE_TYPE_MAX_LENGTH", f"Must be {MOST} or fewer in length.")
    if not v2 and len(components) > 5:
        raise too_long("components", 1, 5)
    for at, component in found:
        RULES.get(component["type"], _nothing)(at, component)
        for where, url in _media(at, component):
            name = url.removeprefix("attachment://")
            if name != url and name not in names:
                words = f"The referenced attachment {name!r} was not found."
                raise invalid(where, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", words)
    if sum(len(c["content"]) for _, c in found if c["type"] == TEXT) > MOST_TEXT:
        words = f"Text displays hold more than {MOST_TEXT} characters in all."
        raise invalid("components", "COMPONENT_MAX_TOTAL_TEXT_LENGTH_EXCEEDED", words)
    _unique(found, "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")
    _unique(found, "id", "COMPONENT_ID_DUPLICATED")


def _unique(found: list[Found], key: str, code: str) -> None:
    counted = Counter(c[key] for _, c in found if c.get(key))
    for at, component in found:
        if counted[component.get(key)] > 1:
            raise invalid(f"{at}.{key}", code, f"Component {key} cannot be duplicated")


def _kinds(components: list[JSON], allowed: tuple[int, ...], at: str) -> None:
    for number, component in enumerate(components):
        here = f"{at}.{number}"
        if component.get("type") not in allowed:
            words = f"Value of field 'type' must be one of {allowed}."
            raise invalid(f"{here}.type", "UNION_TYPE_CHOICES", words)
        if component["type"] == CONTAINER:
            if not component.get("components"):
                raise too_long(f"{here}.components", 1, MOST)
            _kinds(component["components"], IN_CONTAINER, f"{here}.components")


def _nothing(at: str, component: JSON) -> None:
    return None


def _row(at: str, row: JSON) -> None:
    inner: list[JSON] = row.get("components") or []
    buttons = [c for c in inner if c["type"] == BUTTON]
    selects = [c for c in inner if c["type"] in SELECTS]
    if not 1 <= len(inner) <= 5:
        raise too_long(f"{at}.components", 1, 5)
    if len(buttons) + len(selects) != len(inner) or len(selects) > 1 or (selects and buttons):
        words = "An action row holds up to five buttons, or one select."
        raise invalid(f"{at}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words)


def _custom_id(at: str, component: JSON) -> None:
    if not 1 <= len(component.get("custom_id") or "") <= 100:
        raise too_long(f"{at}.custom_id", 1, 100)


def _button(at: str, button: JSON) -> None:
    if len(button.get("label") or "") > 80:
        raise too_long(f"{at}.label", 0, 80)
    if button["style"] == PREMIUM:
        return
    if not button.get("label") and not button.get("emoji"):
        raise invalid(f"{at}.label", "BUTTON_COMPONENT_INVALID_LABEL", "A label is required")
    if button["style"] != LINK:
        _custom_id(at, button)
    elif not button.get("url") or button.get("custom_id"):
        words = "A link button has a url and no custom_id"
        raise invalid(f"{at}.url", "BUTTON_COMPONENT_INVALID_URL", words)


def _select(at: str, select: JSON) -> None:
    _custom_id(at, select)
    if len(select.get("placeholder") or "") > 150:
        raise too_long(f"{at}.placeholder", 0, 150)
    if select["type"] != STRING_SELECT:
        return
    options: list[JSON] = select.get("options") or []
    if not 1 <= len(options) <= 25:
        raise too_long(f"{at}.options", 1, 25)
    for number, option in enumerate(options):
        for key in ("label", "value"):
            if not 1 <= len(option[key]) <= 100:
                raise too_long(f"{at}.options.{number}.{key}", 1, 100)
    if len({o["value"] for o in options}) < len(options):
        words = "The specified option value is already used"
        raise invalid(f"{at}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)


def _section(at: str, section: JSON) -> None:
    inner: list[JSON] = section.get("components") or []
    if not 1 <= len(inner) <= 3 or any(c["type"] != TEXT for c in inner):
        raise too_long(f"{at}.components", 1, 3)
    if (section.get("accessory") or {}).get("type") not in (BUTTON, THUMBNAIL):
        raise invalid(f"{at}.accessory", "BASE_TYPE_REQUIRED", "This field is required")


def _text(at: str, text: JSON) -> None:
    if not 1 <= len(text.get("content") or "") <= MOST_TEXT:
        raise too_long(f"{at}.content", 1, MOST_TEXT)


def _gallery(at: str, gallery: JSON) -> None:
    items: list[JSON] = gallery.get("items") or []
    if not 1 <= len(items) <= 10:
        raise too_long(f"{at}.items", 1, 10)
    for number, item in enumerate(items):
        if len(item.get("description") or "") > 1024:
            raise too_long(f"{at}.items.{number}.description", 0, 1024)


def _file(at: str, file: JSON) -> None:
    if not file["file"]["url"].startswith("attachment://"):
        words = "Must be an attachment:// reference"
        raise invalid(f"{at}.file.url", "UNFURLED_MEDIA_ITEM_NOT_ATTACHMENT", words)


RULES: dict[int, Callable[[str, JSON], None]] = {
    ROW: _row,
    BUTTON: _button,
    SECTION: _section,
    TEXT: _text,
    GALLERY: _gallery,
    FILE: _file,
    **dict.fromkeys(SELECTS, _select),
}


def _media(at: str, component: JSON) -> Iterator[tuple[str, str]]:
    if component["type"] == GALLERY:
        for number, item in enumerate(component["items"]):
            yield f"{at}.items.{number}.media.url", item["media"]["url"]
    for key in ("media", "file"):
        if component["type"] in (THUMBNAIL, FILE) and key in component:
            yield f"{at}.{key}.url", component[key]["url"]


def shown(components: list[JSON], media: Callable[[str], JSON]) -> list[JSON]:
    """As Discord gives them back: numbered, with defaults. `media` makes an object of a url."""
    numbers = iter(range(1, 10_000))
    return [_shown(c, media, numbers) for c in components]


def _shown(component: JSON, media: Callable[[str], JSON], numbers: Iterator[int]) -> JSON:
    given = {k: v for k, v in component.items() if v is not None}
    number = next(numbers)
    new: JSON = {**DEFAULTS.get(component["type"], {}), **given}
    new["id"] = given.get("id") or number
    if "components" in new:
        new["components"] = [_shown(c, media, numbers) for c in new["components"]]
    if "accessory" in new:
        new["accessory"] = _shown(new["accessory"], media, numbers)
    if new["type"] == GALLERY:
        new["items"] = [_item(item, media) for item in new["items"]]
    if new["type"] == THUMBNAIL:
        new |= _item(new, media)
    if new["type"] == FILE:
        new["file"] = media(new["file"]["url"])
        size = new["file"].pop("size", 0)
        new |= {"name": new["file"].pop("name", "file"), "size": size}
    return new


def _item(item: JSON, media: Callable[[str], JSON]) -> JSON:
    made = {k: v for k, v in media(item["media"]["url"]).items() if k not in ("name", "size")}
    bare: JSON = {"description": None, "spoiler": False}
    return bare | {k: v for k, v in item.items() if v is not None} | {"media": made}


DEFAULTS: dict[int, JSON] = {
    BUTTON: {"disabled": False},
    STRING_SELECT: {"min_values": 1, "max_values": 1, "disabled": False},
    THUMBNAIL: {"description": None, "spoiler": False},
    FILE: {"spoiler": False},
    SEPARATOR: {"spacing": 1, "divider": True},
    CONTAINER: {"accent_color": None, "spoiler": False},
}


def check_modal(data: JSON) -> None:
    """Raise for a form that Discord would not open."""
    if not 1 <= len(data.get("title") or "") <= 45:
        raise too_long("data.title", 1, 45)
    _custom_id("data", data)
    parts: list[JSON] = data.get("components") or []
    if not 1 <= len(parts) <= 5:
        raise too_long("data.components", 1, 5)
    _kinds(parts, (ROW, TEXT, LABEL), "data.components")
    found = list(walk(parts, "data.components"))
    for at, component in found:
        if component["type"] == TEXT_INPUT:
            _text_input(at, component)
        elif component["type"] == LABEL:
            _label(at, component)
        elif component["type"] in SELECTS:
            _select(at, component)
    _unique(found, "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")


def _label(at: str, label: JSON) -> None:
    if not 1 <= len(label.get("label") or "") <= 45:
        raise too_long(f"{at}.label", 1, 45)
    if len(label.get("description") or "") > 100:
        raise too_long(f"{at}.description", 0, 100)
    if not label.get("component"):
        raise invalid(f"{at}.component", "BASE_TYPE_REQUIRED", "This field is required")


def _text_input(at: str, field: JSON) -> None:
    _custom_id(at, field)
    limits = {"label": 45, "placeholder": 100, "value": 4000}
    for key, most in limits.items():
        if len(field.get(key) or "") > most:
            raise too_long(f"{at}.{key}", 0, most)
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    if field.get("value") and not least <= len(field["value"]) <= most:
        raise too_long(f"{at}.value", least, most)


def check_choices(choices: list[JSON], kind: int) -> None:
    """Raise for what cannot be offered while somebody types."""
    if len(choices) > 25:
        raise too_long("data.choices", 0, 25)
    for number, choice in enumerate(choices):
        at, value = f"data.choices.{number}", choice["value"]
        if not 1 <= len(choice["name"]) <= 100:
            raise too_long(f"{at}.name", 1, 100)
        if isinstance(value, str) and not 1 <= len(value) <= 100:
            raise too_long(f"{at}.value", 1, 100)
        if isinstance(value, str) != (kind == 3):
            raise invalid(f"{at}.value", "BASE_TYPE_CHOICES", "Value is of another type")

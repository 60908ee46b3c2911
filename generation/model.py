"""The nouns of the house: what a brief, a storyboard, a shot, a keyframe, a clip and a film are.

They are frozen and JSON-shaped, so that every step's result can be stored, shown, edited and read
back. Files are named by their `MediaFile.ref`, a content address inside the media folder, never by
a path a person typed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Lang = Literal["zh", "en", "ja"]
Aspect = Literal["16:9", "9:16", "1:1", "4:3", "3:4"]
Framing = Literal["wide", "medium", "close", "detail"]
Camera = Literal[
    "still",
    "push-in",
    "pull-out",
    "pan-left",
    "pan-right",
    "tilt-up",
    "tilt-down",
    "orbit",
    "rack-focus",
]
Look = Literal["illustration", "draft", "poster"]
Mood = Literal["calm", "hopeful", "joyful", "tense", "nocturne", "epic", "tender", "festive"]
Music = Literal["auto", "off"] | Mood
Subtitles = Literal["burn", "karaoke", "soft", "off"]
Transition = Literal["cut", "crossfade", "dip-black", "dip-white", "wipe", "slide", "zoom"]
Reframe = Literal["blur", "crop", "letterbox"]  # of a clip whose shape is not the film's
ClipSound = Literal["off", "low", "keep"]  # of the sound that clips bring along
Corner = Literal["top-left", "bottom-left", "bottom-right"]  # the label stands top right
Resolution = Literal[540, 720, 1080]
Role = Literal["writer", "painter", "animator", "narrator", "composer", "editor"]

LANGS: tuple[Lang, ...] = get_args(Lang)
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
CAMERAS: tuple[Camera, ...] = get_args(Camera)
LOOKS: tuple[Look, ...] = get_args(Look)
TRANSITIONS: tuple[Transition, ...] = get_args(Transition)
REFRAMES: tuple[Reframe, ...] = get_args(Reframe)
CLIP_SOUNDS: tuple[ClipSound, ...] = get_args(ClipSound)
MOODS: tuple[Mood, ...] = get_args(Mood)

MAX_IDEA = 2000
MAX_SHOTS = 12  # that are written; a storyboard somebody brings may have
MAX_BOARD = 48
MIN_SHOT_SECONDS, MAX_SHOT_SECONDS = 1.0, 15.0
FPS = 24
CROSSFADE = 12  # frames that two neighbouring shots share, where nobody says otherwise
CARD_SECONDS = 3.0  # of an opener or an end card
PERSON = "person"  # the provider of a picture or clip that somebody brought
MADE = "made by AI"  # the model of one that says so of itself

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)]
Prompt = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class Noun(BaseModel):
    """A frozen, JSON-shaped thing; unknown fields are an error, so that typing mistakes show."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MediaFile(Noun):
    """A file in the media folder. `ref` is its content address, e.g. `3f/3fa9….png`."""

    ref: str
    mime: str
    size: int = Field(ge=0)


Currency = Literal["CNY", "USD"]


class Cost(Noun):
    """What a vendor takes for something: our estimate until the vendor says what it really took."""

    amount: float = Field(ge=0)
    currency: Currency
    estimated: bool = True


class Provenance(Noun):
    """Who made something, with what: enough to make it again and to say it was made by AI.

    Vendors' work has a `cost`, the time it was ordered (`started`, seconds since 1970) and how long
    it `took` (seconds). `notes` are keys of sentences about what differs from what was asked."""

    provider: str
    model: str
    seed: int
    prompt: str = ""
    negative: str = ""
    cost: Cost | None = None
    started: float | None = None
    took: float | None = None
    notes: tuple[str, ...] = ()


class Keyframe(Noun):
    """A painted picture of one shot, `width` × `height` pixels."""

    file: MediaFile
    width: int
    height: int
    provenance: Provenance


class Character(Noun):
    """Someone who must look the same in every shot; `description` is repeated in each prompt.
    `looks` are pictures of somebody's own character; those of a storyboard have none."""

    name: Line
    description: Prompt
    looks: tuple[Keyframe, ...] = ()


class Likeness(Noun):
    """How much a character in one shot looks like its pictures, or like itself in the film's other
    shots: `alike` from 0 to 1. One that `drifts` is worth painting anew."""

    name: str
    alike: float = Field(ge=0, le=1)
    drifts: bool = False
    to: Literal["pictures", "film"]


class Shot(Noun):
    """One take of the storyboard. `line` is spoken, `subtitle` is shown; either may be empty."""

    prompt: Prompt
    negative: Prompt = ""
    framing: Framing = "wide"
    camera: Camera = "push-in"
    seconds: float = Field(default=4.0, ge=MIN_SHOT_SECONDS, le=MAX_SHOT_SECONDS)
    line: Line = ""
    subtitle: Line = ""
    lower_third: Line = ""  # who is seen; `name | who that is`
    keyframe: Keyframe | None = None  # a person's own picture, or one approved earlier
    last: Keyframe | None = None  # the picture to end with, for animators that can
    follows: bool = False  # begins with the last frame of the shot before
    transition: Transition | None = None  # out of the shot before; None for the film's
    seed: int | None = Field(default=None, ge=0, lt=2**53)  # of this shot alone; else the brief's
    cast: tuple[str, ...] | None = None  # who of the brief's cast is seen; None: as the words say


class Wording(Noun):
    """A storyboard's words in another language, shot by shot. `of` tells which words it says anew
    (`generation/wording.py`); without it, it holds whatever they are."""

    title: Line
    lines: tuple[Line, ...]  # spoken
    subtitles: tuple[Line, ...]  # shown
    of: str = ""
    provenance: Provenance | None = None  # None where a person wrote it


class Storyboard(Noun):
    """The film on paper: it can be exported as JSON, edited by hand and rendered again."""

    title: Line
    logline: Line = ""
    lang: Lang
    style: str = "cinematic"
    look: Prompt = ""  # one sentence on light, colour and material that holds for every shot
    mood: Mood = "calm"
    characters: tuple[Character, ...] = ()
    shots: tuple[Shot, ...] = Field(min_length=1, max_length=MAX_BOARD)
    wordings: dict[Lang, Wording] = {}  # in languages other than `lang`
    variants: bool = False  # the shots are candidates for one picture, not a sequence
    provenance: Provenance | None = None  # of the writing; None where a person wrote it


class Reference(Noun):
    """A picture that others should follow: someone who looks like this, `name` where we know it, or
    colours and manner."""

    kind: Literal["character", "style"]
    picture: Keyframe
    name: str = ""


class Recording(Noun):
    """Somebody's own sound, checked and converted to 48 kHz stereo WAV. `beats` are seconds from
    its beginning; empty where there is no clear pulse. `tones` has 12 hexadecimal digits for each
    beat: how much of each pitch class is heard until the next, by which alike beats are found."""

    file: MediaFile
    seconds: float = Field(gt=0)
    name: str = ""  # as the person called the file
    beats: tuple[float, ...] = ()
    tones: str = ""
    notes: tuple[str, ...] = ()  # keys of sentences about what differs from what was sent


class Logo(Noun):
    """A picture that stands in a corner of the whole film, and on its cards."""

    picture: Keyframe
    corner: Corner = "bottom-right"


class Clip(Noun):
    """Moving pictures of one shot: a `file`, or, from the local camera, a `recipe` that the editor
    renders straight into its encoder, so that no frame is encoded twice."""

    seconds: float
    provenance: Provenance
    file: MediaFile | None = None
    recipe: dict[str, Any] | None = None


class Take(Noun):
    """A shot that is filmed already: it is cut anew, and neither painted nor animated."""

    keyframe: Keyframe
    clip: Clip


class Brief(Noun):
    """What the person asked for. A `board` given here is rendered as it stands; with `takes`, one
    for each of its shots, out of the clips that there are."""

    idea: str = Field(max_length=MAX_IDEA)
    lang: Lang = "en"
    langs: tuple[Lang, ...] = ()  # further ones: a film in each, of the same clips
    style: str = "cinematic"
    look: Look = "illustration"
    aspect: Aspect = "16:9"
    resolution: Resolution = 720
    shots: int = Field(default=4, ge=1, le=MAX_SHOTS)
    seconds: float | None = Field(default=None, gt=0)  # of the whole film
    seed: int = Field(default=0, ge=0, lt=2**53)
    voice: bool = False
    music: Music = "auto"
    subtitles: Subtitles = "burn"
    second: Lang | None = None  # of bilingual subtitles, under the film's own
    transition: Literal["auto"] | Transition = "auto"  # `auto`: as the style says
    beats: bool = False  # cut on the beats of the music
    grade: str = "style"  # the grade of a style, by name; `style` for the film's own, or `none`
    lut: MediaFile | None = None  # a `.cube` file, after the grade
    palette: tuple[str, ...] = Field(default=(), max_length=6)  # `#rrggbb`, to keep to
    manner: Prompt = ""  # a sentence on how everything looks
    brand: Line = ""  # by whose kit it is made; for telling only
    clip_sound: ClipSound = "off"
    track: Recording | None = None  # somebody's own music, in place of the score
    speech: Recording | None = None  # somebody's own voice, in place of the narrator's
    titled: bool = False  # the title over the first shot
    opener: Line = ""  # what a card before the first shot says; empty for none
    ending: Line = ""  # and a card after the last
    logo: Logo | None = None
    reframe: Literal["auto"] | Reframe = "auto"  # cropped where little is lost, else blurred
    cap: int | None = Field(default=None, gt=0)  # bytes that the place takes where it is sent to
    continuous: bool = False  # each shot begins where the one before ends
    negative: Prompt = ""
    models: tuple[str, ...] = ()  # names of providers that go first, each in the roles it has
    references: tuple[Reference, ...] = Field(default=(), max_length=4)
    cast: tuple[Character, ...] = Field(default=(), max_length=4)  # of the person's own characters
    enlarge: Literal[1, 2] = 1  # of stills whose keyframes are given: so many times as large
    board: Storyboard | None = None
    takes: tuple[Take, ...] = ()


class Ticket(Noun):
    """A remote task we can find again after a restart. `task` is the vendor's own id, or whatever
    else leads its provider to the result: the address of a picture, the name of a kept file."""

    provider: str
    task: str


class Piece(Noun):
    """One shot or card as the editor keeps it: the `body` in its final encoding and, towards
    neighbours, lossless `head` and `tail` frames for the transition; `sound` is the clip's own, a
    WAV as long as all of them together. A card has no `take`."""

    take: Take | None = None
    body: MediaFile
    head: MediaFile | None = None
    tail: MediaFile | None = None
    sound: MediaFile | None = None
    others: dict[Lang, Piece] = {}  # the same in the film's further languages


class Word(Noun):
    """A spoken word, in seconds from the beginning of its line."""

    text: str
    starts: float
    ends: float


class Speech(Noun):
    """One spoken line, of which shot, and where in the film it starts (seconds). `words` where the
    narrator says when it says them."""

    file: MediaFile
    starts: float
    seconds: float
    provider: str = ""
    shot: int = 0
    words: tuple[Word, ...] = ()


class Score(Noun):
    """The music of a film."""

    file: MediaFile
    provider: str


class Stems(Noun):
    """What a sound was mixed of, for clips' own sound to be mixed in when there is some: all of it
    as WAV of `loudness` (LUFS), and the voice alone where there is one."""

    mix: MediaFile
    loudness: float
    voice: MediaFile | None = None


class Sound(Noun):
    """The finished sound of a film: AAC, voice over ducked music. `notes` say what is missing."""

    file: MediaFile | None
    stems: Stems | None = None  # where clips may bring sound along
    notes: tuple[str, ...] = ()
    crew: dict[Role, str] = {}  # who composed and spoke
    speech: tuple[Speech, ...] = ()  # where its words light up in the pictures
    others: dict[Lang, Sound] = {}  # the same in the film's further languages


class Edition(Noun):
    """A film in a further language: the same clips with its own voice, words and label. `notes` are
    what is to be said of it and not of the first."""

    lang: Lang
    file: MediaFile
    title: str
    seconds: float
    width: int
    height: int
    notes: tuple[str, ...] = ()


class Film(Noun):
    """What the person gets. `notes` are keys of sentences about what differs from the brief."""

    file: MediaFile
    title: str
    seconds: float
    width: int
    height: int
    keyframes: tuple[Keyframe, ...]
    board: Storyboard
    seed: int
    crew: dict[Role, str]
    notes: tuple[str, ...] = ()
    takes: tuple[Take, ...] = ()  # of each shot, out of which it can be cut anew
    editions: tuple[Edition, ...] = ()  # in further languages
    colours: float | None = None  # how near it comes to the brief's palette, from 0 to 1
    likeness: tuple[tuple[Likeness, ...], ...] = ()  # shot by shot; nothing without a cast

    @property
    def made(self) -> list[tuple[Role, Provenance]]:
        """Who made each part, in the order of the work; a person's own parts are left out."""
        parts: list[tuple[Role, Provenance]] = []
        if self.board.provenance:
            parts.append(("writer", self.board.provenance))
        words = (wording.provenance for wording in self.board.wordings.values())
        parts.extend(("writer", made) for made in words if made)
        own = (shot.keyframe for shot in self.board.shots)
        frames = zip(self.keyframes, own, strict=True)
        for frame, brought in frames:
            if brought is None:
                parts.append(("painter", frame.provenance))
        filmed = (clip for clip in self.clips if clip.provider != PERSON)
        return [*parts, *(("animator", clip) for clip in filmed)]

    @property
    def clips(self) -> list[Provenance]:
        """Who animated each shot."""
        return [take.clip.provenance for take in self.takes]

    @property
    def bill(self) -> dict[Currency, float]:
        """What vendors take for all of it, by currency; empty where everything was made here."""
        bill: dict[Currency, float] = {}
        for _, provenance in self.made:
            if cost := provenance.cost:
                bill[cost.currency] = round(bill.get(cost.currency, 0.0) + cost.amount, 4)
        return bill


class Stills(Noun):
    """Keyframes without a film: the candidates of /image, or a storyboard to approve."""

    board: Storyboard
    keyframes: tuple[Keyframe, ...]
    seed: int
    colours: float | None = None  # how near they come to the brief's palette, from 0 to 1
    likeness: tuple[tuple[Likeness, ...], ...] = ()  # shot by shot; nothing without a cast

    @property
    def notes(self) -> tuple[str, ...]:
        """Keys of sentences about what differs from the brief, each once."""
        every = (note for frame in self.keyframes for note in frame.provenance.notes)
        return tuple(dict.fromkeys(every))


Stage = Literal[
    "queued", "write", "translate", "paint", "animate", "piece", "sound", "finish", "done"
]


BUSY = "busy"  # the note of a piece of work that waits for a place at a vendor's


class Progress(Noun):
    """One thing that just happened to a job. `shot` is None for the film as a whole;
    `done` of `of` counts within the stage (frames, seconds or steps)."""

    stage: Stage
    shot: int | None = None
    done: float = 0
    of: float = 1
    board: Storyboard | None = None
    keyframe: Keyframe | None = None
    note: str = ""

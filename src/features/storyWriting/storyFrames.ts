/** A text in both languages, with places in braces. */
export interface Frame {
  readonly titleEn: string;
  readonly titleDe: string;
  readonly storyTextEn: string;
  readonly storyTextDe: string;
}

const LOST_STAR: Frame = {
  titleEn: "The {x} and the lost star",
  titleDe: "{Der} {X} und der verlorene Stern",
  storyTextEn: `One evening a small {x} looked up and saw that a star was missing. "Somebody has to find it," said the {x}, and set out at once.

First there was a hill, and behind the hill {place}. There the {x} met {friend}, who had heard a tiny sound of crying. Together they looked under every leaf. And there it was: the star, no bigger than a button, and very cold.

The {x} kept it warm until it shone again. Then they counted to three, and the star flew home. Since that night it twinkles twice when the {x} looks up. It is saying thank you.`,
  storyTextDe: `Eines Abends schaute {ein} {kleiner} {X} nach oben und sah, dass ein Stern fehlte. „Jemand muss ihn finden“, sagte {der} {X} und machte sich gleich auf den Weg.

Zuerst kam ein Hügel, und hinter dem Hügel {Ort}. Dort traf {der} {X} {Freund}. Ganz leise weinte da jemand. Zusammen schauten sie unter jedes Blatt. Und da lag er: der Stern, nicht größer als ein Knopf und ganz kalt.

{Der} {X} wärmte ihn, bis er wieder leuchtete. Dann zählten sie bis drei, und der Stern flog nach Hause. Seit dieser Nacht blinkt er zweimal, wenn {der} {X} nach oben schaut. Das heißt danke.`,
};

const WIND: Frame = {
  titleEn: "The day the {x} met the wind",
  titleDe: "Als {der} {X} den Wind traf",
  storyTextEn: `The wind was bored. It had blown all the hats away, and all the leaves. Then it saw a small {x} beside {place}.

"Shall we play?" asked the wind. "Only if you are gentle," said the {x}. That was hard for the wind, but it tried. It blew so softly that {friend} fell asleep, and so softly that not one petal fell.

In the evening the {x} said, "That was the nicest day." The wind did not answer. It had fallen asleep too, for the first time in a hundred years.`,
  storyTextDe: `Dem Wind war langweilig. Alle Hüte hatte er schon weggeweht und alle Blätter auch. Da sah er {einen} {kleinen} {X_akk}. {wo} war {er} ganz allein.

„Wollen wir spielen?“, fragte der Wind. „Nur wenn du vorsichtig bist“, sagte {der} {X}. Das war schwer für den Wind, aber er versuchte es. Er pustete so leise, dass {Freund_nom} einschlief, und so sanft, dass kein einziges Blütenblatt fiel.

Am Abend sagte {der} {X}: „Das war der schönste Tag.“ Der Wind antwortete nicht. Er war auch eingeschlafen, zum ersten Mal seit hundert Jahren.`,
};

export const FRAMES: readonly Frame[] = [LOST_STAR, WIND];

/** Where it happens: in English, in German as it is, and in German where somebody is. */
export const PLACES = [
  { place: "a meadow full of fog", Ort: "eine Wiese voller Nebel", wo: "Auf einer Wiese voller Nebel" },
  { place: "a forest that hummed", Ort: "ein Wald, der summte", wo: "In einem Wald, der summte," },
  { place: "a lake like a mirror", Ort: "ein See wie ein Spiegel", wo: "An einem See wie ein Spiegel" },
] as const;

/** Who comes along: in English, in German as an object and as a subject. */
export const FRIENDS = [
  { friend: "a snail with a lantern", Freund: "eine Schnecke mit Laterne", Freund_nom: "eine Schnecke mit Laterne" },
  { friend: "a very old frog", Freund: "einen sehr alten Frosch", Freund_nom: "ein sehr alter Frosch" },
  { friend: "a mouse in red boots", Freund: "eine Maus in roten Stiefeln", Freund_nom: "eine Maus in roten Stiefeln" },
] as const;

/** What German says of a gender. */
export const WORDS = {
  m: { Der: "Der", der: "der", er: "er", ein: "ein", einen: "einen", kleiner: "kleiner", kleinen: "kleinen" },
  f: { Der: "Die", der: "die", er: "sie", ein: "eine", einen: "eine", kleiner: "kleine", kleinen: "kleine" },
  n: { Der: "Das", der: "das", er: "es", ein: "ein", einen: "ein", kleiner: "kleines", kleinen: "kleines" },
} as const;

import type { Motif } from "../Motif.js";
import { area, dot, ellipse, line, petals } from "../shapes.js";

const sunflower: Motif = {
  paper: "#e3f3fb",
  steps: [
    [
      ellipse("#85502a", 200, 146, 56),
      line("M160 110L240 186M148 136L212 200M186 92L252 158M240 110L160 186M252 136L188 200M214 92L148 158", 4),
    ],
    petals("#ffcb30", [200, 146], 56, 112, 0, -1),
    petals("#f2a20c", [200, 146], 56, 120, Math.PI / 12, -2),
    [
      area("#5aa343", "M192 200Q184 300 194 394H212Q204 300 208 200Z", -3),
      area("#6dbb53", "M192 318C182 262 118 256 96 288C84 330 148 346 192 334Z"),
      area("#6dbb53", "M206 346C216 292 280 286 304 316C316 356 254 374 206 362Z"),
    ],
  ],
};

const appleTree: Motif = {
  paper: "#e7f4ee",
  steps: [
    [area("#8f5d38", "M178 236Q180 318 132 368H270Q220 318 222 236Z")],
    [
      area("#8f5d38", "M180 262Q146 214 108 196L120 180Q166 200 194 246Z"),
      area("#8f5d38", "M188 246L192 128H208L212 246Z"),
      area("#8f5d38", "M220 262Q254 214 292 196L280 180Q234 200 206 246Z"),
    ],
    [
      area(
        "#72bf57",
        "M112 244C62 250 40 196 74 166C54 116 104 76 142 92C162 40 240 40 258 88C302 74 346 116 326 164C362 196 338 250 290 244C262 268 228 262 206 248C176 266 136 266 112 244Z",
        -1,
      ),
    ],
    [
      [116, 150],
      [170, 106],
      [236, 104],
      [288, 150],
      [150, 200],
      [252, 204],
      [200, 168],
    ].map(([x = 0, y = 0]) => ellipse("#e23b32", x, y, 15)),
    [
      line("M40 370l10 -24l10 24l10 -20l10 20l10 -26l10 26M288 370l8 -22l10 22l10 -26l10 26l10 -20l10 20"),
      ellipse("#e23b32", 252, 360, 15, 15, 1),
    ],
  ],
};

const flagColours = ["#e4572e", "#f5b53f", "#ffe14d", "#6dbb53", "#4aa3df", "#6f63c4", "#d85c9b"];
const flagPoles = [
  [80, 100],
  [131, 112],
  [163, 78],
  [200, 38],
  [237, 84],
  [269, 118],
  [320, 100],
] as const;

const castle: Motif = {
  paper: "#e9ecfb",
  steps: [
    [area("#d3c1a4", "M92 352V246H108V226H132V246H156V226H180V246H220V226H244V246H268V226H292V246H308V352Z")],
    [area("#7a5536", "M166 352V304A34 34 0 0 1 234 304V352Z"), line("M200 270V352M180 276V352M220 276V352", 3)],
    [
      area("#bda888", "M54 352V166H106V352Z"),
      area("#bda888", "M294 352V166H346V352Z"),
      area("#c74b5e", "M44 168L80 100L116 168Z"),
      area("#c74b5e", "M284 168L320 100L356 168Z"),
    ],
    [
      [131, 158, 112],
      [163, 122, 78],
      [200, 84, 38],
      [237, 130, 84],
      [269, 164, 118],
    ].flatMap(([x = 0, top = 0, tip = 0]) => [
      area("#e3d5bd", `M${x - 15} 250V${top}H${x + 15}V250Z`, -2),
      area("#7d6fc9", `M${x - 20} ${top}L${x} ${tip}L${x + 20} ${top}Z`, -1),
    ]),
    flagPoles.flatMap(([x, y], index) => [
      line(`M${x} ${y}v-28`, 4),
      area(flagColours[index] ?? "", `M${x} ${y - 30}l24 8l-24 9Z`),
    ]),
    [
      area("#94cdea", "M14 352Q200 342 386 352V392H14Z", -1),
      area("#bd8f5e", "M164 352L140 394H260L236 352Z"),
      line("M158 366H242M150 380H250", 4),
    ],
  ],
};

const house: Motif = {
  paper: "#fdeef0",
  steps: [
    [
      ellipse("#f8d5b4", 200, 300, 74),
      dot(174, 292, 7),
      dot(226, 292, 7),
      line("M172 322q28 26 56 0"),
      area("#8a5a35", "M128 288Q120 236 160 226H240Q282 236 272 288Q250 244 200 246Q150 244 128 288Z"),
      area("#fff0cf", "M120 128H280V232H120Z"),
      area("#d1495b", "M98 132L200 48L302 132Z"),
      area("#7fb7dd", "M142 152h38v36h-38Z"),
      area("#8a5a35", "M212 166h40v66h-40Z"),
      dot(244, 202, 3),
      area("#b98a6a", "M244 60h26v38l-26 -22Z", -1),
      line("M258 52q-14 -16 4 -26q16 -8 4 -20", 4),
    ],
  ],
};

const rain: Motif = {
  paper: "#eef4fb",
  steps: [
    [
      area("#c9d6ea", "M84 156C42 150 46 96 90 98C98 48 172 42 188 84C220 54 276 70 272 108C320 102 332 152 290 158Z"),
      dot(160, 116, 6),
      dot(206, 116, 6),
      line("M168 134q15 12 30 0"),
      ...flagColours.map((colour, index) =>
        area(colour, `M${84 + index * 32} ${186 + (index % 2) * 34}q-18 30 0 34q18 -4 0 -34Z`),
      ),
      ...flagColours.map((colour, index) =>
        area(colour, `M${276 - index * 30} ${264 + (index % 3) * 22}q-16 26 0 30q16 -4 0 -30Z`),
      ),
      ellipse("#7fb7dd", 130, 366, 70, 16),
      ellipse("#d85c9b", 286, 372, 56, 13),
    ],
  ],
};

export const places = { sunflower, "apple tree": appleTree, castle, house, rain };

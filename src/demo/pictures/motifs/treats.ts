import type { Motif } from "../Motif.js";
import { area, dot, drips, ellipse, line, star } from "../shapes.js";

const birthdayCake: Motif = {
  paper: "#fdecf1",
  steps: [
    [area("#f2cfa6", "M70 272V340Q200 392 330 340V272Z"), ellipse("#fff7ec", 200, 272, 130, 28)],
    [
      area("#f7dcbc", "M104 206V266Q200 304 296 266V206Z"),
      ellipse("#fff7ec", 200, 206, 96, 22),
      area("#f2cfa6", "M138 148V198Q200 224 262 198V148Z"),
      ellipse("#fff7ec", 200, 148, 62, 16),
    ],
    [drips("#ff9db6", 70, 272, 260), drips("#ffd0dc", 104, 206, 192), drips("#ff9db6", 138, 148, 124)],
    [156, 178, 200, 222, 244].flatMap((x, index) => [
      area(["#7fc4ea", "#f6c453", "#9bd48a", "#c59be0", "#f28f6b"][index] ?? "", `M${x - 5} 154V104H${x + 5}V154Z`),
      area("#fbbf24", `M${x} 72q-14 22 0 28q14 -6 0 -28Z`),
    ]),
    [
      ...[96, 148, 200, 252, 304].map((x, index) => ellipse("#d3273e", x, [336, 354, 360, 354, 336][index] ?? 0, 11)),
      star("#ffd84d", 130, 262, 12),
      star("#ffd84d", 200, 274, 12),
      star("#ffd84d", 270, 262, 12),
    ],
  ],
};

const iceCream: Motif = {
  paper: "#e9f3fc",
  steps: [
    [area("#e3ab62", "M132 216L200 392L268 216Z")],
    [
      line(
        "M152 216L226 326M182 216L240 290M214 216L254 254M248 216L174 326M218 216L160 290M186 216L146 254M212 360L166 304M188 360L234 304",
        4,
      ),
    ],
    [ellipse("#f8bfd0", 200, 196, 66, 54), ellipse("#cdebbd", 200, 138, 58, 48), ellipse("#fff0bf", 200, 88, 48, 42)],
    [
      ellipse("#d3273e", 200, 38, 16),
      line("M204 24q6 -18 22 -16", 4),
      area("#d9964a", "M232 80L292 18L314 38L250 104Z", -1),
      ...[
        ["#e4572e", "M172 92l10 8"],
        ["#4aa3df", "M218 104l10 -8"],
        ["#6f63c4", "M166 140l4 12"],
        ["#e4572e", "M226 148l10 6"],
        ["#6dbb53", "M196 130l12 -2"],
        ["#4aa3df", "M160 196l12 4"],
        ["#f5b53f", "M208 196l8 10"],
        ["#6f63c4", "M234 206l10 -8"],
      ].map(([fill = "", d = ""]) => ({ d: `${d}l4 5l-4 3Z`, fill, width: 3 })),
    ],
  ],
};

const robot: Motif = {
  paper: "#e8eef4",
  steps: [
    [
      area("#aebfd0", "M134 176h132v128h-132Z"),
      area("#c9d6e2", "M146 74h108v86h-108Z"),
      line("M200 74V40M182 160v16M218 160v16"),
      ellipse("#e4572e", 200, 34, 13),
      ellipse("#fff7d6", 176, 108, 17),
      ellipse("#fff7d6", 224, 108, 17),
      dot(178, 110, 7),
      dot(222, 110, 7),
      ellipse("#4a4a5e", 200, 142, 9),
      area("#d4eefa", "M158 200h84v44h-84Z"),
      line("M166 230l14 -16l14 12l16 -18l24 18", 4),
      ellipse("#6dbb53", 168, 274, 10),
      ellipse("#f5b53f", 200, 274, 10),
      ellipse("#e4572e", 232, 274, 10),
      area("#8fa3b8", "M134 190L82 226L92 246L134 220Z", -1),
      area("#8fa3b8", "M266 190L318 152L308 134L266 170Z", -1),
      ellipse("#f5b53f", 80, 240, 18),
      ellipse("#f5b53f", 320, 140, 18),
      area("#8fa3b8", "M150 304h34v44h-34Z"),
      area("#8fa3b8", "M216 304h34v44h-34Z"),
      area("#4a4a5e", "M136 348h52v20h-52Z"),
      area("#4a4a5e", "M212 348h52v20h-52Z"),
      line("M306 64q24 0 20 26M320 46q46 -2 40 48", 4),
    ],
  ],
};

const buttons: Motif = {
  paper: "#f5ecfa",
  steps: [
    [
      area("#e7f6fb", "M118 112H282V130Q312 150 312 190V338Q312 368 280 368H120Q88 368 88 338V190Q88 150 118 130Z"),
      area("#c98d4e", "M108 70h184v44h-184Z"),
      ...[
        ["#e4572e", 136, 332, 28],
        ["#4aa3df", 200, 336, 26],
        ["#f5b53f", 264, 332, 28],
        ["#6dbb53", 124, 272, 24],
        ["#d85c9b", 178, 280, 24],
        ["#6f63c4", 236, 276, 28],
        ["#f28f3b", 284, 262, 20],
        ["#ffe14d", 148, 222, 22],
        ["#7fc4ea", 206, 220, 24],
        ["#e23b32", 258, 214, 18],
      ].flatMap(([fill, x, y, radius]) => [
        ellipse(String(fill), Number(x), Number(y), Number(radius)),
        line(
          `M${Number(x) - 5} ${Number(y) - 5}h1M${Number(x) + 5} ${Number(y) - 5}h1M${Number(x) - 5} ${Number(y) + 5}h1M${Number(x) + 5} ${Number(y) + 5}h1`,
        ),
      ]),
    ],
  ],
};

export const treats = { "birthday cake": birthdayCake, "ice cream": iceCream, robot, buttons };

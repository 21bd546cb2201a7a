import type { Motif } from "../Motif.js";
import { area, dot, ellipse, line, star } from "../shapes.js";

const rocket: Motif = {
  paper: "#e3e7fa",
  steps: [
    [area("#f6f7fb", "M200 36C266 100 270 206 242 290L158 290C130 206 134 100 200 36Z")],
    [area("#e4572e", "M200 36C236 70 254 112 258 146Q200 170 142 146C146 112 164 70 200 36Z")],
    [ellipse("#f5b53f", 200, 206, 36), ellipse("#9bd7f2", 200, 206, 23)],
    [
      area("#e4572e", "M146 226Q98 256 100 326Q136 300 158 290Z"),
      area("#e4572e", "M254 226Q302 256 300 326Q264 300 242 290Z"),
      area("#e4572e", "M191 262h18v48h-18Z"),
    ],
    [
      area("#f9b233", "M160 294Q150 328 172 350Q190 328 188 294Z", -1),
      area("#fcd34d", "M182 294Q176 352 200 390Q224 352 218 294Z", -1),
      area("#f9b233", "M212 294Q210 328 228 350Q250 328 240 294Z", -1),
    ],
    [
      star("#ffd84d", 74, 84, 22),
      star("#ffd84d", 328, 104, 18),
      star("#ffd84d", 52, 214, 16),
      star("#ffd84d", 344, 222, 22),
      star("#ffd84d", 92, 358, 18),
      star("#ffd84d", 318, 360, 15),
    ],
  ],
};

const sailingBoat: Motif = {
  paper: "#e2f3fa",
  steps: [
    [area("#bf6f36", "M72 258Q200 288 330 258Q312 332 252 344L152 344Q90 332 72 258Z")],
    [{ ...line("M200 272V44", 8), z: -1 }],
    [area("#fff5dd", "M212 56Q304 140 318 246L212 248Z"), area("#f6c453", "M188 92L188 246L96 240Z")],
    [
      area("#e4572e", "M232 172h46v46h-46Z"),
      line(
        "M226 180h12M226 195h12M226 210h12M272 180h12M272 195h12M272 210h12M240 166v12M255 166v12M270 166v12M240 212v12M255 212v12M270 212v12",
        4,
      ),
    ],
    [
      area("#8ecbe8", "M14 330q24 -26 46 0t46 0t46 0t46 0t46 0t46 0t46 0t46 0V392H14Z", 1),
      { ...line("M24 352q22 -22 44 0t44 0t44 0t44 0t44 0t44 0t44 0t44 0"), z: 2 },
      { ...line("M20 374q22 -22 44 0t44 0t44 0t44 0t44 0t44 0t44 0t44 0"), z: 2 },
    ],
  ],
};

const steamTrain: Motif = {
  paper: "#f1ecdf",
  steps: [
    [area("#3f83ab", "M84 192H252V272H84Z"), area("#d1495b", "M250 120H344V272H250Z")],
    [area("#4a4a5e", "M116 192L106 130H166L156 192Z")],
    [ellipse("#edb14b", 122, 290, 29), ellipse("#edb14b", 194, 290, 29), ellipse("#edb14b", 294, 280, 40)],
    [line("M122 290L294 284", 9)],
    [
      area("#d4eefa", "M272 140h48v52h-48Z"),
      ellipse("#ffe38f", 78, 212, 14),
      area("#4a4a5e", "M84 258L36 320H98Z", -1),
      area("#a83245", "M238 104H356V122H238Z"),
    ],
    [
      line("M16 324H386M16 346H386"),
      line("M44 324l-8 22M92 324l-6 22M140 324l-4 22M188 324v22M236 324l2 22M284 324l4 22M332 324l6 22"),
    ],
    [
      area(
        "#ffffff",
        "M134 118C90 124 74 84 100 66C82 22 94 8 106 10C120 14 122 40 122 56C134 22 150 10 160 20C168 34 152 58 144 68C170 76 176 92 168 104C196 92 214 108 206 124C190 140 156 136 134 118Z",
      ),
      dot(112, 84, 5),
    ],
  ],
};

const bicycle: Motif = {
  paper: "#eaf5e4",
  steps: [
    [
      ellipse("#fdfdf8", 104, 280, 66),
      ellipse("#fdfdf8", 296, 280, 66),
      { ...line("M104 280L162 182H266L202 280ZM162 182L202 280M296 280L256 148", 9), z: 1 },
      line("M104 214V346M38 280H170M58 234L150 326M150 234L58 326M296 214V346M230 280H362M250 234L342 326M342 234L250 326", 3),
      area("#8a5a35", "M134 172Q164 156 196 172L186 186H144Z", 2),
      { ...line("M256 148Q258 128 292 132", 9), z: 2 },
      area("#c98d4e", "M272 146h62l-10 46h-44Z", 3),
      { ...line("M276 160h54M278 174h48M292 146v46M314 146v46", 3), z: 3 },
      ellipse("#edb14b", 202, 280, 16, 16, 2),
    ],
  ],
};

const digger: Motif = {
  paper: "#f9efd2",
  steps: [
    [
      area("#f5b32f", "M196 190h120v96h-120Z"),
      area("#d4eefa", "M214 206h52v46h-52Z"),
      area("#4a4a5e", "M170 290h176q26 28 0 56h-176q-26 -28 0 -56Z"),
      ellipse("#9a9aae", 190, 318, 16),
      ellipse("#9a9aae", 258, 318, 16),
      ellipse("#9a9aae", 326, 318, 16),
      area("#f5b32f", "M196 236L112 108L134 98L226 214Z", -1),
      area("#f5b32f", "M112 106L56 232L78 238L136 118Z"),
      area("#8a8aa0", "M34 226L104 236L86 286Q48 290 34 268Z"),
      line("M40 286l-4 14M60 290v14M80 288l4 14"),
      area("#a8754a", "M20 350Q60 302 118 350Z"),
      line("M230 226q12 10 24 0"),
    ],
  ],
};

const tram: Motif = {
  paper: "#e4f1f7",
  steps: [
    [
      area("#e4572e", "M46 160Q48 136 72 136H328Q352 136 354 160V306H46Z"),
      area("#fff5dd", "M46 236H354V262H46Z"),
      area("#d4eefa", "M66 158h60v60h-60Z"),
      area("#d4eefa", "M140 158h60v60h-60Z"),
      area("#d4eefa", "M274 158h60v60h-60Z"),
      area("#bfe3f3", "M214 158h46v148h-46Z"),
      line("M237 158v148"),
      ellipse("#4a4a5e", 112, 314, 27),
      ellipse("#4a4a5e", 288, 314, 27),
      line("M200 136L164 92L214 60M20 60H380"),
      line("M14 344H386"),
      dot(88, 192, 9),
      dot(106, 198, 7),
      line("M78 206q10 8 20 0"),
      ellipse("#ffe38f", 62, 284, 10),
    ],
  ],
};

export const vehicles = {
  rocket,
  "sailing boat": sailingBoat,
  "steam train": steamTrain,
  bicycle,
  digger,
  tram,
};

import { createHash } from "node:crypto";

/** Stands in each nasty text, so that an echo of it is found. */
export const CANARY = "n4sty";

/** Values that no argument asks for, by what they are. */
export const NASTY_VALUES: Readonly<Record<string, unknown>> = {
  NUL: `${CANARY}\0`,
  "half a surrogate pair": `${CANARY}\ud800`,
  "the other half": `\udfff${CANARY}`,
  "right to left": `\u202e${CANARY} שלום مرحبا`,
  "zero width": `${CANARY}\u200b\u200d\ufeff@example.org`,
  "combining marks": `${CANARY}${"\u0301".repeat(500)}`,
  "100 KB": CANARY.repeat(20_000),
  "100 KB of emoji": `${CANARY}${"🦊".repeat(25_000)}`,
  empty: "",
  blanks: " \t\n\u00a0\u2028",
  "a quote in SQL": `${CANARY}'; DROP TABLE users; --`,
  "a dollar quote": `${CANARY}$$; SELECT pg_sleep(9); $1 $$`,
  "wildcards of LIKE": `%_${CANARY}\\%`,
  "a format": `${CANARY}%s %n {{7*7}} \${7*7}`,
  "year 0000": "0000-01-01",
  "year 9999": "9999-12-31",
  "an instant of year 0000": "0000-01-01T00:00:00Z",
  "an instant of year 0001": "0001-01-01T00:00:00.000001Z",
  "an instant of year 9999": "9999-12-31T23:59:59.999999Z",
  "a leap second": "2016-12-31T23:59:60Z",
  infinity: "infinity",
  "30 February": "2017-02-30",
  "a UUID of zeros": "00000000-0000-0000-0000-000000000000",
  "a UUID and more": `6f1c2f0e-8f0a-4c7e-9a57-0d4f5a1b2c3d${CANARY.repeat(1_000)}`,
  "an email with quotes": `"${CANARY}'@\\""@example.org`,
  "credentials in a URL": `https://${CANARY}:secret@images.example.org/`,
  "a port in a URL": `https://images.example.org:99999/${CANARY}`,
  "a URL in Unicode": `https://${CANARY}.例え.テスト/ⅷ`,
  "a script": `javascript:alert("${CANARY}")`,
  "a huge number": 1.7e308,
  "a large integer": 2_147_483_648,
  "a negative number": -2_147_483_648,
  "a fraction": 0.1,
  "the largest integer": 2_147_483_647,
  true: true,
  null: null,
  "an empty list": [],
  "nested lists": [[[[CANARY]]]],
  "a long list": Array.from({ length: 1_000 }, () => CANARY),
  "an empty object": {},
  "an object": { [CANARY]: CANARY },
  "names of prototypes": { constructor: { name: CANARY }, toString: CANARY, hasOwnProperty: 1 },
  "the text __proto__": "__proto__",
  "the text constructor": "constructor",
};

const KEYS = ["0000-01-01", "0001-01-01", "9999-12-31", "275760-09-13", "-271821-04-20", "2017-02-30"].map(
  (date) => `${date}T00:00:00.000000Z`,
);

/** Cursors of an order whose checksum is right, with keys that it never hands out. */
export function forgedCursors(order: string): Readonly<Record<string, string>> {
  const keys = [
    ...KEYS,
    "infinity",
    "-infinity",
    "0044-03-15 00:00:00 BC",
    "",
    CANARY,
    `${CANARY}\0`,
    "\n\n",
    CANARY.repeat(200),
  ];
  return Object.fromEntries(
    keys.map((key) => {
      const payload = Buffer.from(`${order}\n00000000-0000-0000-0000-000000000000\n${key}`);
      const checksum = createHash("sha256").update(payload).digest().subarray(0, 6);
      return [`a cursor at ${JSON.stringify(key.slice(0, 40))}`, Buffer.concat([checksum, payload]).toString("base64url")];
    }),
  );
}

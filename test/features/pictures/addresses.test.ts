import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../../src/entities/Role.js";
import type { User } from "../../../src/entities/User.js";
import { Album } from "../../support/Album.js";
import { drawingOf } from "../../support/Camera.js";

describe("the addresses of pictures", () => {
  let album: Album;
  let anna: User;
  let token: string;
  let id: string;
  let addresses: { full: string; thumbnail: string };
  beforeAll(async () => {
    album = await Album.open();
    anna = await album.api.world.user();
    token = await album.api.world.token(anna);
    id = await album.upload(token, await drawingOf().png().toBuffer(), "PNG");
    addresses = (await album.addressesOf(id, token)) ?? { full: "", thumbnail: "" };
  });
  afterAll(() => album.close());

  const keyOfService = async (): Promise<Buffer> => {
    const [{ inner_key: inner }] = await album.api.opened.database.query("SELECT inner_key FROM picture_links");
    return Buffer.from(inner as Buffer)
      .map((byte) => byte ^ 0x36)
      .subarray(0, 32) as Buffer;
  };
  const changed = (name: string, value: string, address = addresses.full) => {
    const url = new URL(address);
    url.searchParams.set(name, value);
    return url.href;
  };

  it("are signed within the statement as node:crypto signs them", async () => {
    const key = await keyOfService();

    for (const address of Object.values(addresses)) {
      const { pathname, searchParams } = new URL(address);
      const [, , storageKey, size] = pathname.split("/");
      const signed = `${storageKey}.${size}.${searchParams.get("until")}`;
      expect(searchParams.get("sign")).toBe(createHmac("sha256", key).update(signed).digest("base64url"));
    }
  });

  it("need one statement, and stay the same for an hour or so", async () => {
    const count = await album.api.countStatements(async () => {
      expect(await album.addressesOf(id, token)).toEqual(addresses);
    });
    const until = Number(new URL(addresses.full).searchParams.get("until"));

    expect(count).toBe(1);
    expect(until % 3600).toBe(0);
    expect(until - Date.now() / 1000).toBeGreaterThan(3600 - 5);
    expect(until - Date.now() / 1000).toBeLessThanOrEqual(7200);
  });

  it("hand the picture out without a token, for as long as they are good", async () => {
    const { statusCode, headers } = await album.get(addresses.full);

    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      "content-type": "image/webp",
      "cache-control": expect.stringMatching(/^private, max-age=[1-9]\d*$/),
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "cross-origin",
    });
    expect((await album.get(addresses.full, { "if-none-match": String(headers.etag) })).statusCode).toBe(304);
    // A browser that opens it alone gets the picture's own policy.
    const opened = await album.get(addresses.full, { accept: "text/html" });
    expect(opened.headers["content-security-policy"]).toBe("default-src 'none'");
  });

  it("hand nothing out when anything of them is changed, or their time is over", async () => {
    const { pathname, search, searchParams } = new URL(addresses.full);
    const sign = searchParams.get("sign") ?? "";
    const key = await keyOfService();
    const [, , storageKey] = pathname.split("/");
    const past = Math.floor(Date.now() / 1000) - 1;
    const ended = createHmac("sha256", key).update(`${storageKey}.full.${past}`).digest("base64url");
    const forged = [
      addresses.full.replace("/full?", "/thumbnail?"),
      addresses.full.replace(/\/[\w-]{43}\//, `/${"A".repeat(43)}/`),
      changed("until", "99999999999"),
      changed("until", "Infinity"),
      changed("until", "-1"),
      changed("sign", ""),
      changed("sign", `${sign}A`),
      `https://api.example.org${pathname}?until=${past}&sign=${ended}`,
      `https://api.example.org${pathname}${search}&until=99999999999`,
      `https://api.example.org${pathname}`,
      ...Array.from(sign, (_, place) =>
        changed("sign", sign.slice(0, place) + (sign[place] === "x" ? "y" : "x") + sign.slice(place + 1)),
      ),
    ];

    for (const address of forged) expect([address, (await album.get(address)).statusCode]).toEqual([address, 403]);
  });

  it.each([
    "/pictures/../../etc/passwd/full",
    "/pictures/..%2f..%2fetc%2fpasswd/full",
    "/pictures/%2e%2e/full?until=99999999999&sign=x",
    "/pictures/a/..%2ffull",
    "/pictures/%00/full",
    `/pictures/${"A".repeat(43)}/original`,
  ])("lead nowhere else: %s", async (path) => {
    const { statusCode, body } = await album.api.http.inject({ method: "GET", url: path });

    expect([400, 403, 404]).toContain(statusCode);
    expect(body).not.toContain("root:");
  });

  it("are in no answer to another account, and in an admin's, who is noted for it", async () => {
    const other = await album.api.world.token(await album.api.world.user());
    const admin = await album.api.world.token(await album.api.world.user({ role: Role.ADMIN }));

    expect(await album.addressesOf(id, other)).toBeNull();
    expect(await album.addressesOf(id, admin)).toEqual(addresses);
    await album.api.ask("{ __typename }", { token: admin });
    const noted = async () =>
      (await album.api.opened.database.query("SELECT count(*)::int AS n FROM admin_reads WHERE user_id = $1", [anna.id]))[0].n;
    await album.api.http.close();
    expect(await noted()).toBeGreaterThan(0);
  });
});

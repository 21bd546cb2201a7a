import { existsSync } from "node:fs";
import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { transactionRunner } from "../../../packages/engine/src/database/transactionRunner.js";
import { readConfig } from "../../../src/config.js";
import { PictureSize } from "../../../src/entities/PictureSize.js";
import type { User } from "../../../src/entities/User.js";
import { FileRemoval } from "../../../src/features/pictures/FileRemoval.js";
import { FolderStore } from "../../../src/features/pictures/FolderStore.js";
import { operatorsServices } from "../../../src/operatorsServices.js";
import { Album } from "../../support/Album.js";
import { drawingOf } from "../../support/Camera.js";
import { metricOf } from "../../support/metricOf.js";

const password = "a secret of mine";
const hash = bcrypt.hashSync(password, 4);

describe("what is deleted of pictures", () => {
  let album: Album;
  let anna: User;
  let token: string;
  let png: Buffer;
  beforeAll(async () => {
    album = await Album.open({ METRICS_PORT: "0" });
    png = await drawingOf().png().toBuffer();
  });
  beforeEach(async () => {
    anna = await album.api.world.user({ password: hash });
    token = await album.api.world.token(anna);
  });
  afterAll(() => album.close());

  const query = (sql: string, values: unknown[] = []) => album.api.opened.database.query(sql, values);
  const keyOf = async (id: string): Promise<string> =>
    (await query("SELECT storage_key FROM pictures WHERE id = $1", [id]))[0]?.storage_key;
  const filesOf = (key: string) => album.files().filter((file) => file.includes(key));
  const drawingWith = async (pictureId: string): Promise<string> =>
    (await album.api.ask(`mutation { createDrawing(input: { pictureId: "${pictureId}" }) { id } }`, { token })).data
      .createDrawing.id;
  const untilGone = async (key: string) => {
    const since = Date.now();
    while (filesOf(key).length > 0 && Date.now() - since < 10_000) await wait(20);
    return filesOf(key);
  };

  it("goes with the account: no row, no file, and no address of ours on the receipt", async () => {
    const id = await album.upload(token, png, "PNG");
    const drawing = await drawingWith(id);
    await album.api.world.story(anna, { drawingId: drawing, pictureId: id });
    const key = await keyOf(id);
    const address = (await album.addressesOf(id, token))?.full ?? "";

    const { data } = await album.api.ask(
      "mutation ($input: EraseMeInput!) { eraseMe(input: $input) { imageUrls counts { table rows } } }",
      { token, variables: { input: { email: anna.email, currentPassword: password } } },
    );

    expect(data.eraseMe.imageUrls).toEqual([]);
    expect(data.eraseMe.counts).toContainEqual({ table: "pictures", rows: 1 });
    expect(await untilGone(key)).toEqual([]);
    expect(await query("SELECT FROM pictures WHERE id = $1", [id])).toEqual([]);
    expect((await album.get(address)).statusCode).toBe(404);
  });

  it("goes with the drawing that shows it, unless a story does, and then with the story", async () => {
    const alone = await album.upload(token, png, "PNG");
    const shared = await album.upload(token, png, "PNG");
    const [first, second] = [await drawingWith(alone), await drawingWith(shared)];
    const story = await album.api.world.story(anna, { drawingId: second, pictureId: shared });
    const keys = [await keyOf(alone), await keyOf(shared)] as const;

    for (const id of [first, second]) await album.api.ask(`mutation { deleteDrawing(id: "${id}") }`, { token });

    expect(await untilGone(keys[0])).toEqual([]);
    expect(filesOf(keys[1])).toHaveLength(2);
    const { data } = await album.api.ask(`{ story(id: "${story.id}") { picture { id } imageUrl } }`, { token });
    expect(data.story).toEqual({ picture: { id: shared }, imageUrl: (await album.addressesOf(shared, token))?.full });
    await album.api.ask(`mutation { deleteStory(id: "${story.id}") }`, { token });
    expect(await untilGone(keys[1])).toEqual([]);
  });

  it("goes when the drawing gets another picture, or an address in place of it", async () => {
    const [one, two] = [await album.upload(token, png, "PNG"), await album.upload(token, png, "PNG")];
    const drawing = await drawingWith(one);
    const keys = [await keyOf(one), await keyOf(two)] as const;
    const url = "https://images.example.org/x.png";
    const update = (input: string) =>
      album.api.ask(`mutation { updateDrawing(id: "${drawing}", input: { ${input} }) { uploadedImageUrl picture { id } } }`, {
        token,
      });

    expect((await update(`pictureId: "${two}"`)).data.updateDrawing.picture).toEqual({ id: two });
    expect(await untilGone(keys[0])).toEqual([]);
    expect((await update(`uploadedImageUrl: "${url}"`)).data.updateDrawing).toEqual({ uploadedImageUrl: url, picture: null });
    expect(await untilGone(keys[1])).toEqual([]);
  });

  it("is remembered until its files have been removed twice", async () => {
    const id = await album.upload(token, png, "PNG");
    const key = await keyOf(id);
    await album.api.ask(`mutation { deleteDrawing(id: "${await drawingWith(id)}") }`, { token });
    const removed = () => metricOf(album.api, 'novadraw_files_removed_total{outcome="removed"}');
    await untilGone(key);
    const left = async () =>
      (
        await query(
          "SELECT is_last, due_at > now() + interval '19 minutes' AS is_later FROM removed_files WHERE storage_key = $1",
          [key],
        )
      )[0];
    while (!(await left())?.is_last) await wait(20);
    expect(await left()).toEqual({ is_last: true, is_later: true });
    expect(await removed()).toBeGreaterThanOrEqual(1);
    // A PUT that was on its way.
    await new FolderStore(album.folder).write(key, PictureSize.FULL, png);
    await query("UPDATE removed_files SET due_at = now() WHERE storage_key = $1", [key]);

    await services().removal.removeDue();

    expect([filesOf(key), await left()]).toEqual([[], undefined]);
  });

  it("is tried again when the files cannot be removed", async () => {
    const id = await album.upload(token, png, "PNG");
    const key = await keyOf(id);
    await query("DELETE FROM pictures WHERE id = $1", [id]);
    await query("UPDATE removed_files SET due_at = now()");
    const failing = Object.assign(new FolderStore(album.folder), {
      remove: () => Promise.reject(Object.assign(new Error(), { code: "EIO" })),
    });
    const warned: object[] = [];
    const transact = transactionRunner(album.api.opened.database, {});
    const counted: string[] = [];
    const log = { warn: (values: object) => void warned.push(values) };
    const removal = new FileRemoval(transact, failing, log, { noteRemoval: (outcome) => void counted.push(outcome) });

    await removal.removeDue();

    expect(warned).toContainEqual({ code: "EIO" });
    expect(new Set(counted)).toEqual(new Set(["failed"]));
    const [row] = await query("SELECT is_last, due_at > now() AS is_later FROM removed_files WHERE storage_key = $1", [key]);
    expect(row).toEqual({ is_last: false, is_later: true });
    expect(filesOf(key)).toHaveLength(2);
  });

  it("goes after a day when nothing shows it, and stays while something does", async () => {
    const [empty, loose, shown] = [
      (await album.announce(token, png.length, "PNG")).picture.id,
      await album.upload(token, png, "PNG"),
      await album.upload(token, png, "PNG"),
    ];
    await drawingWith(shown);
    const config = readConfig({ NODE_ENV: "test" });
    const { retention } = operatorsServices(config, album.api.opened.database);
    await retention.clear();
    const left = async () =>
      (await query("SELECT id FROM pictures WHERE id = ANY ($1)", [[empty, loose, shown]]))
        .map(({ id }: { id: string }) => id)
        .sort();
    expect(await left()).toEqual([empty, loose, shown].sort());
    await query("UPDATE pictures SET created_at = now() - interval '25 hours' WHERE user_id = $1", [anna.id]);

    await retention.clear();

    expect(await left()).toEqual([shown]);
  });

  it("is found by a sweep: files without a row go, rows without files are counted, young files stay", async () => {
    const kept = await keyOf(await album.upload(token, png, "PNG"));
    const lost = await album.upload(token, png, "PNG");
    await query("UPDATE pictures SET uploaded_at = now() - interval '2 hours' WHERE id = $1", [lost]);
    const store = new FolderStore(album.folder);
    await store.remove(await keyOf(lost));
    const [stray, young] = ["S".repeat(43), "Y".repeat(43)];
    for (const key of [stray, young]) await store.write(key, PictureSize.FULL, png);
    const part = join(album.folder, "SS", "anything.part");
    await writeFile(part, "");
    for (const file of [...filesOf(stray), ...filesOf(kept), part]) await utimes(file, 1, 1);
    const { sweep } = services();

    const dry = await sweep.run(true);
    expect([dry.strays, dry.missing, filesOf(stray).length]).toEqual([1, 1, 1]);
    await sweep.run(false);

    expect([filesOf(stray), filesOf(young).length, filesOf(kept).length, existsSync(part)]).toEqual([[], 1, 2, false]);
  });

  /** What an operator's command has, over the same database and folder. */
  function services() {
    const config = readConfig({ NODE_ENV: "test", PICTURE_STORE: "folder", PICTURE_DIR: album.folder });
    const { pictures } = operatorsServices(config, album.api.opened.database);
    if (!pictures) throw new Error("No pictures are kept");
    return pictures;
  }
});

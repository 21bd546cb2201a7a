import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { describeOnServer } from "../../support/onServer.js";
import { TestApi } from "../../support/TestApi.js";

const PROGRAM = fileURLToPath(new URL("../../support/storyProcess.js", import.meta.url));
const KILLS = Number(process.env.KILL_ROUNDS ?? 9);
const REQUESTS = Number(process.env.STORY_REQUESTS ?? 300);

describeOnServer("stories, whatever is killed", () => {
  let api: TestApi;
  const running = new Set<ChildProcess>();
  beforeAll(async () => {
    api = await TestApi.open({ STORY_WRITER: "off" });
  });
  afterAll(async () => {
    for (const child of running) child.kill("SIGKILL");
    await api.close();
  });

  const start = async () => {
    const child = spawn(process.execPath, [PROGRAM], {
      env: { ...process.env, DATABASE_URL: api.opened.url ?? "" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    running.add(child);
    child.once("exit", () => running.delete(child));
    await once(child.stdout, "data");
    return child;
  };
  const query = (sql: string, values: unknown[] = []) => api.opened.database.query(sql, values);

  it("come out as one story a request, from three processes of which one is killed again and again", async () => {
    const anna = await api.world.user();
    const ids = [];
    for (let count = 0; count < REQUESTS; count++) {
      const { id } = await api.world.drawing(anna, { uploadedImageUrl: "https://images.example.org/x.png" });
      ids.push(id);
    }
    await query("INSERT INTO story_requests (user_id, drawing_id) SELECT $1, unnest($2::uuid[])", [anna.id, ids]);
    const children = [await start(), await start(), await start()];

    for (let kill = 0; kill < KILLS; kill++) {
      await wait(60);
      const victim = children.shift();
      victim?.kill("SIGKILL");
      children.push(await start());
      // Leases of three minutes end at once here, but for those that are just being written by the living: they lose their text.
      await query("UPDATE story_requests SET due_at = now(), attempts = least(attempts, 1) WHERE state = 'WRITING'");
    }
    for (;;) {
      const [{ open }] = await query("SELECT count(*)::int AS open FROM story_requests WHERE due_at IS NOT NULL");
      if (open === 0) break;
      await query("UPDATE story_requests SET due_at = now() WHERE due_at > now() AND state = 'REQUESTED'");
      await query(
        "UPDATE story_requests SET due_at = now() WHERE state = 'WRITING' AND updated_at < now() - interval '2 seconds'",
      );
      await wait(50);
    }

    const states = await query("SELECT state, count(*)::int AS n FROM story_requests GROUP BY 1");
    const [made] = await query("SELECT count(*)::int AS stories, count(DISTINCT drawing_id)::int AS drawings FROM stories");
    expect(states).toEqual([{ state: "READY", n: REQUESTS }]);
    expect(made).toEqual({ stories: REQUESTS, drawings: REQUESTS });
  });

  it("are one request of a drawing, from many clicks at once", async () => {
    const clicking = await TestApi.over(api, { STORY_WRITER: "template", STORIES_PER_DAY: "2" });
    const anna = await api.world.user();
    const token = await api.world.token(anna);
    const { id } = await api.world.drawing(anna, { uploadedImageUrl: "https://images.example.org/x.png" });
    await query("INSERT INTO story_requests (user_id, drawing_id, due_at) VALUES ($1, $2, now() + interval '1 hour')", [
      anna.id,
      id,
    ]);
    const ask = `mutation { requestStory(input: { drawingId: "${id}" }) { id } }`;

    const answers = await Promise.all(Array.from({ length: 8 }, () => clicking.ask(ask, { token })));

    expect(new Set(answers.map(({ data }) => data.requestStory?.id)).size).toBe(1);
    const others = [];
    for (let count = 0; count < 6; count++)
      others.push((await api.world.drawing(anna, { uploadedImageUrl: "https://images.example.org/x.png" })).id);
    const codes = await Promise.all(
      others.map((drawing) =>
        clicking.codeOf(`mutation { requestStory(input: { drawingId: "${drawing}" }) { id } }`, { token }),
      ),
    );
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(5);
    await clicking.leave();
  });

  it("are finished while the account is erased, without a deadlock and without a row left", async () => {
    for (let round = 0; round < 20; round++) {
      const writing = await TestApi.over(api, { STORY_WRITER: "template" });
      const anna = await api.world.user();
      const token = await api.world.token(anna);
      const { id } = await api.world.drawing(anna, { uploadedImageUrl: "https://images.example.org/x.png" });

      const [asked, erased] = await Promise.allSettled([
        writing.ask(`mutation { requestStory(input: { drawingId: "${id}" }) { id } }`, { token }),
        wait(round * 2).then(() => query("DELETE FROM users WHERE id = $1", [anna.id])),
      ]);

      expect([asked.status, erased.status]).toEqual(["fulfilled", "fulfilled"]);
      await writing.leave();
      const left = await query(
        "SELECT user_id FROM stories WHERE user_id = $1 UNION ALL SELECT user_id FROM story_requests WHERE user_id = $1",
        [anna.id],
      );
      expect(left).toEqual([]);
    }
  });
});

// A process that writes stories, slowly, for tests that kill it. Its database is the one in DATABASE_URL.
import "reflect-metadata";
import { setTimeout as wait } from "node:timers/promises";
import { quietLog } from "../../packages/engine/src/database/SqlLogger.js";
import { transactionRunner } from "../../packages/engine/src/database/transactionRunner.js";
import { createDataSource } from "../../src/createDataSource.js";
import { StoryWork } from "../../src/features/storyWriting/StoryWork.js";
import { TemplateWriter } from "../../src/features/storyWriting/TemplateWriter.js";
import { ConsentGate } from "../../src/writes/ConsentGate.js";

const url = process.env.DATABASE_URL ?? "";
const database = createDataSource({ url, directory: "", poolSize: 4, isSqlEchoed: false, isPreparing: true }, quietLog);
await database.initialize();
const template = new TemplateWriter();
const writer = {
  write: async (about: { seed: string; subject?: string }) => {
    await wait(20 + Math.random() * 30);
    return template.write(about);
  },
};
const work = new StoryWork(
  transactionRunner(database, {}),
  new ConsentGate(),
  writer,
  { warn: () => undefined, error: () => undefined },
  { concurrency: 4, mostStories: 10_000 },
);
work.wake();
console.log("writing");
// What a killed process has begun is due when its lease ends; the test ends leases early.
setInterval(work.wake, 100);

import "reflect-metadata";
import { Command, InvalidArgumentError } from "commander";
import { OperationError, withDatabase } from "#operations";
import { type Config, readConfig } from "../config.js";
import { createDataSource } from "../createDataSource.js";
import type { Retried, StoryOversight } from "../features/storyWriting/StoryOversight.js";
import { operatorsServices } from "../operatorsServices.js";
import { runCommand } from "./runCommand.js";
import { storyStatus } from "./storyStatus.js";

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const program = new Command("npm run stories --").description(
  "What operators do about the stories that children ask for. Exit code 1: not done; 2: not understood.",
);

program
  .command("status")
  .description("says how many requests there are by state, what the month's stories have used, and what keeps them waiting")
  .action(() =>
    withStories(async (stories, config) => {
      for (const line of storyStatus(await stories.status(), config)) console.log(line);
    }),
  );

program
  .command("retry")
  .argument("<id>", "the request's id, as requestStory answers it and the log names it", (text: string) => {
    if (!UUID.test(text)) throw new InvalidArgumentError("It has to be a UUID.");
    return text;
  })
  .description("has a request that FAILED begun anew, as if it had been asked for now")
  .action((id: string) =>
    withStories(async (stories) => {
      const retried = await stories.retry(id);
      if (retried !== "begun") throw new OperationError(NOT_BEGUN[retried]);
      console.log("The request waits to be written. Processes look for it when somebody uses the service.");
    }),
  );

const NOT_BEGUN: Readonly<Record<Exclude<Retried, "begun">, string>> = {
  unknown: "There is no request with this id. Requests are deleted 30 days after they have ended.",
  notFailed: "Only a request that FAILED can be begun anew.",
  drawingGone: "The drawing has been deleted, so there is nothing to tell of.",
  alreadyOpen: "A story about the same drawing is being written already.",
};

await runCommand(program);

async function withStories(work: (stories: StoryOversight, config: Config) => Promise<void>): Promise<void> {
  const config = readConfig();
  await withDatabase(
    createDataSource,
    config.database,
    (line) => console.error(line),
    (database) => work(operatorsServices(config, database).stories, config),
  );
}

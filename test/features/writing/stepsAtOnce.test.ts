import { afterAll, beforeAll, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Role } from "../../../src/entities/Role.js";
import { describeOnServer } from "../../support/onServer.js";
import { TestApi } from "../../support/TestApi.js";

const CLIENTS = 8;
const ROUNDS = 12;
const imageUrl = "https://images.example.org/step.png";

describeOnServer("the steps of one tutorial", () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
    token = await api.world.token(await api.world.user({ role: Role.ADMIN }));
  });
  afterAll(() => api.close());

  it(`are 1 to n without gaps, and totalSteps is n, whatever ${CLIENTS} clients do at once`, async () => {
    const { id } = await api.world.tutorial({}, [{}, {}, {}]);
    const stepsNow = async () =>
      (await api.ask(`{ tutorial(id: "${id}") { totalSteps steps { id stepNumber } } }`)).data.tutorial;
    const random = fc.sample(fc.array(fc.nat(), { minLength: CLIENTS * 2, maxLength: CLIENTS * 2 }), ROUNDS);
    const unexpected: unknown[] = [];
    let done = 0;

    for (const numbers of random) {
      const { steps } = await stepsNow();
      await Promise.all(
        Array.from({ length: CLIENTS }, async (_, client) => {
          const [kind = 0, which = 0] = numbers.slice(client * 2);
          const step = steps[which % Math.max(1, steps.length)];
          const position = 1 + (which % (steps.length + 1));
          const input = `{ instructionEn: "${client}", instructionDe: "", imageUrl: "${imageUrl}" }`;
          const field =
            kind % 3 === 0 || !step
              ? `addTutorialStep(tutorialId: "${id}", input: ${input}, position: ${position})`
              : kind % 3 === 1
                ? `moveTutorialStep(id: "${step.id}", position: ${position})`
                : `deleteTutorialStep(id: "${step.id}")`;
          const { errors } = await api.ask(`mutation { ${field} { id } }`, { token });
          // Another client may have deleted the step, or so many that the position is gone.
          const code = errors[0]?.extensions.code;
          if (code === undefined) done++;
          else if (code !== "NOT_FOUND" && code !== "BAD_USER_INPUT") unexpected.push(errors);
        }),
      );
      const { totalSteps, steps: after } = await stepsNow();
      expect(after.map(({ stepNumber }: { stepNumber: number }) => stepNumber)).toEqual(
        after.map((_: unknown, index: number) => index + 1),
      );
      expect(totalSteps).toBe(after.length);
    }

    expect(unexpected).toEqual([]);
    expect(done).toBeGreaterThan(ROUNDS);
  });
});

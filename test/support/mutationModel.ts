import fc from "fast-check";
import { ACTS, type Act, ADMIN_ACTS, type AdminAct, type MutationModel } from "./mutationActs.js";
import type { TestApi } from "./TestApi.js";

/** The service, with the tokens of two children and of an admin. */
export interface Service {
  readonly api: TestApi;
  readonly tokens: readonly [string, string, string];
}

const ADMIN = 2;

class Mutation implements fc.AsyncCommand<MutationModel, Service> {
  constructor(
    private readonly name: string,
    private readonly who: number,
    private readonly numbers: readonly number[],
    private readonly act: Act,
  ) {}

  check = () => true;

  async run(model: MutationModel, { api, tokens }: Service): Promise<void> {
    const sent = this.act(model, this.who, this.numbers);
    if (!sent) return;
    const { errors } = await api.ask(`mutation { ${sent.field} }`, { token: tokens[this.who] });
    const code = errors[0]?.extensions.code;
    if (code !== sent.code) throw new Error(`${sent.field} answered ${code}, and ${sent.code} was expected`);
    await compare(model, { api, tokens });
  }

  toString = () => `${this.name} by ${this.who} (${this.numbers})`;
}

/** A child's attempt changes a copy of the model that nobody looks at. */
const refuseChildren =
  (act: AdminAct): Act =>
  (model, who, numbers) => {
    if (who === ADMIN) return act(model, numbers);
    const sent = act(structuredClone({ ...model }) as MutationModel, numbers);
    return sent && { field: sent.field, code: "FORBIDDEN" };
  };

/** Sequences of mutations, by children and by an admin. */
export const mutations = fc.commands(
  [
    ...Object.entries(ACTS).map(([name, act]) => commandOf(name, [0, 1, ADMIN], act)),
    ...Object.entries(ADMIN_ACTS).map(([name, act]) => commandOf(name, [0, ADMIN, ADMIN, ADMIN], refuseChildren(act))),
  ],
  { maxCommands: 60, size: "max" },
);

function commandOf(name: string, whos: readonly number[], act: Act) {
  return fc
    .tuple(fc.constantFrom(...whos), fc.array(fc.nat({ max: 99 }), { minLength: 3, maxLength: 3 }))
    .map(([who, numbers]) => new Mutation(name, who, numbers, act));
}

const GRAPH = `{
  tutorials(first: 100) { nodes { id subject totalSteps steps { id stepNumber instructionEn } } }
  drawings(first: 100) { nodes { id uploadedImageUrl editedImagesUrls tutorial { id } stories(first: 100) { nodes { id } } } }
  stories(first: 100) { nodes { id title isFavorite drawing { id } } }
}`;

const byId = <Row extends { id: string }>(rows: readonly Row[]) => [...rows].sort((one, other) => (one.id < other.id ? -1 : 1));

/** Compares the whole graph, as the admin sees it, with the model. */
async function compare(model: MutationModel, { api, tokens }: Service): Promise<void> {
  const { data } = await api.ask(GRAPH, { token: tokens[ADMIN] });
  for (const { id, steps } of data.tutorials.nodes)
    for (const [index, step] of (model.tutorials.get(id)?.steps ?? []).entries()) step.id ||= steps[index]?.id ?? "";
  const expected = {
    tutorials: [...model.tutorials].map(([id, { subject, steps }]) => ({
      id,
      subject,
      totalSteps: steps.length,
      steps: steps.map((step, index) => ({ id: step.id, stepNumber: index + 1, instructionEn: step.text })),
    })),
    drawings: [...model.drawings].map(([id, { tutorial, uploaded, images }]) => ({
      id,
      uploadedImageUrl: uploaded,
      editedImagesUrls: images,
      tutorial: tutorial && { id: tutorial },
      stories: {
        nodes: byId([...model.stories].filter(([, story]) => story.drawing === id).map(([story]) => ({ id: story }))),
      },
    })),
    stories: [...model.stories].map(([id, { title, isFavorite, drawing }]) => ({
      id,
      title,
      isFavorite,
      drawing: drawing && { id: drawing },
    })),
  };
  for (const drawing of data.drawings.nodes) drawing.stories.nodes = byId(drawing.stories.nodes);
  for (const [name, rows] of Object.entries(expected)) {
    const [there, wanted] = [JSON.stringify(byId(data[name].nodes)), JSON.stringify(byId<{ id: string }>(rows))];
    if (there !== wanted) throw new Error(`${name} are\n${there}\nand should be\n${wanted}`);
  }
}

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

const FOLDER = ".github/workflows";
const workflows = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(`${FOLDER}/${name}`, "utf8") }));
const textOf = (wanted: string) => workflows.find(({ name }) => name === wanted)?.text ?? "";

describe("the workflows", () => {
  it("pin each action by its commit, with the version beside it", () => {
    const uses = workflows.flatMap(({ text }) => [...text.matchAll(/uses: (.+)/g)].map(([, action = ""]) => action));

    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+/.test(action))).toEqual([]);
  });

  it("name each image by its exact version", () => {
    const images = [textOf("ci.yml"), readFileSync("Dockerfile", "utf8"), readFileSync("docker-compose.yml", "utf8")].flatMap(
      (text) => [...text.matchAll(/(?:image:|^FROM) (\S+)/gm)].map(([, image = ""]) => image),
    );

    expect(images.length).toBeGreaterThan(2);
    expect(images.filter((image) => !/^(node:\d+\.\d+\.\d+|postgres:\d+\.\d+)-[a-z]+[\d.]*$/.test(image))).toEqual([]);
  });

  it("migrate production only after a branch of it, keep a restore point first, and make no scratch database there", () => {
    const [rehearse = "", production = ""] = textOf("migrate.yml").split(/^ {2}migrate:$/m);

    expect(rehearse).toMatch(
      /create-branch-action[\s\S]*npm run db -- migrate[\s\S]*npm run db -- check[\s\S]*if: always\(\)[\s\S]*delete-branch/,
    );
    expect(production).toMatch(/needs: rehearse[\s\S]*create-branch-action[\s\S]*expires_at[\s\S]*npm run db -- migrate/);
    expect(production).not.toMatch(/npm run db -- (check|verify|reset)/);
  });

  it("make and migrate a branch for a pull request, and remove it when that is closed", () => {
    expect(textOf("pull-request.yml")).toMatch(
      /types: \[opened, reopened, synchronize, closed\][\s\S]*continue-on-error: true\s+uses: neondatabase\/delete-branch-action[\s\S]*create-branch-action[\s\S]*npm run db -- migrate[\s\S]*npm run db -- verify[\s\S]*action == 'closed'[\s\S]*delete-branch-action/,
    );
  });
});

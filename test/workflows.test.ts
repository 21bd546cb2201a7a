import { spawnSync } from "node:child_process";
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
    expect(images.filter((image) => !/^((?:node|haproxy):\d+\.\d+\.\d+|postgres:\d+\.\d+)-[a-z]+[\d.]*$/.test(image))).toEqual(
      [],
    );
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

  it("name the database and the role of each branch, and when it ends", () => {
    const branches = ["migrate.yml", "pull-request.yml"].flatMap((name) =>
      textOf(name)
        .split(/(?=uses: neondatabase\/create-branch)/)
        .slice(1),
    );

    expect(branches).toHaveLength(3);
    for (const branch of branches)
      expect(branch.split("- name:")[0]).toMatch(
        /database: \$\{\{ vars\.NEON_DATABASE \}\}\s+role: \$\{\{ vars\.NEON_ROLE \}\}\s+expires_at/,
      );
  });

  it("rehearse on production's own database and role, or not at all", () => {
    const same = (one: string, other: string) =>
      spawnSync(process.execPath, ["scripts/same-database.mjs"], { env: { DATABASE_URL: one, OTHER_DATABASE_URL: other } })
        .status;

    expect(textOf("migrate.yml")).toMatch(/same-database\.mjs[\s\S]*npm run db -- migrate/);
    expect(same("postgresql://app:a@ep-1/main", "postgresql://app:b@ep-2/main?sslmode=require")).toBe(0);
    expect(same("postgresql://app:a@ep-1/main", "postgresql://app:b@ep-2/neondb")).toBe(1);
    expect(same("postgresql://app:a@ep-1/main", "postgresql://neondb_owner:b@ep-2/main")).toBe(1);
    expect(same("postgresql://app:a@ep-1/main", "")).toBe(1);
  });

  it("migrate for releases alone, from the main branch or a release's tag", () => {
    expect(textOf("migrate.yml")).toMatch(/types: \[released\]/);
    expect(textOf("migrate.yml")).toMatch(
      /rehearse:\s+if: .*github\.ref == 'refs\/heads\/main' \|\| startsWith\(github\.ref, 'refs\/tags\/v'\)/,
    );
  });

  it("ask nothing of a pull request that gets no secrets, and run the tests of resilience", () => {
    expect(textOf("pull-request.yml").match(/user\.login != 'dependabot\[bot\]'/g)).toHaveLength(2);
    expect(textOf("ci.yml")).toContain("npm run test:resilience");
  });
});

describe("docker-compose.yml and the Dockerfile", () => {
  const compose = readFileSync("docker-compose.yml", "utf8");

  it("give the service longer to stop than it takes, and ask the database by TCP", () => {
    expect(Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1])).toBeGreaterThanOrEqual(15);
    expect(compose).toMatch(/"pg_isready", "-h", "127\.0\.0\.1"/);
  });

  it("keep the folders of the journal and the receipts, which belong to the service's user", () => {
    const example = readFileSync(".env.example", "utf8");
    const folders = ["PRIVACY_JOURNAL", "PRIVACY_RECEIPTS"].map(
      (name) => new RegExp(`^#${name}=(/var/lib/novadraw)/`, "m").exec(example)?.[1],
    );

    expect(folders).toEqual(["/var/lib/novadraw", "/var/lib/novadraw"]);
    expect(compose).toContain("privacy:/var/lib/novadraw");
    expect(readFileSync("Dockerfile", "utf8")).toMatch(
      /RUN mkdir -p \.data \/var\/lib\/novadraw\/receipts \/var\/lib\/novadraw\/pictures && chown -R node:node .*\nUSER node/,
    );
  });
});

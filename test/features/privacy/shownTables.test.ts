import { describe, expect, it } from "@jest/globals";
import { EntitySchema } from "typeorm";
import { DescribedDataSource } from "../../../packages/engine/src/database/makeDataSource.js";
import type { AccessRule } from "../../../packages/engine/src/entities.js";
import { access } from "../../../src/access.js";
import { AdminReads } from "../../../src/features/privacy/AdminReads.js";
import { shownTables } from "../../../src/features/privacy/shownTables.js";

class Diary {
  id: string;
  keeperId: string;
}
const diaries = new EntitySchema<Diary>({
  name: "Diary",
  target: Diary,
  tableName: "diaries",
  columns: { id: { type: "uuid", primary: true }, keeperId: { type: "uuid", name: "keeper_id" } },
});

describe("an entity that is new", () => {
  const tablesFor = async (rule: AccessRule) => {
    const database = new DescribedDataSource({ type: "postgres", entities: [diaries] });
    await database.describe();
    return shownTables({ ...access, rules: new Map([[Diary, rule]]) }, database.entityMetadatas);
  };

  it("has an admin's read of it noted as soon as the policy says whose it is", async () => {
    const tables = await tablesFor({ ownedBy: "keeperId" });
    const statements: string[] = [];
    const reads = new AdminReads((work) => work({ query: async (sql: string) => statements.push(sql) } as never), tables);

    await reads.note({ adminId: "admin", operation: "Look", ids: ["diary"], hasLists: false });
    await reads.writeAll();

    expect(statements).toEqual([expect.stringContaining("SELECT id, keeper_id AS owner_id FROM diaries")]);
  });

  it.each<AccessRule>([{ readableBy: "everyone" }, { ownedBy: "keeperId", isPrivate: true }])(
    "has none where admins see none of somebody's: %j",
    async (rule) => {
      expect(await tablesFor(rule)).toEqual([]);
    },
  );
});

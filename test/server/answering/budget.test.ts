import { describe, expect, it } from "@jest/globals";
import { Budget } from "../../../packages/engine/src/answering/Budget.js";
import { TestApi } from "../../support/TestApi.js";

/** A budget of so many rows, of which hardly anything comes back while a test runs. */
const budgetOf = (rows: number) => ({
  BUDGET_ROWS: String(rows * 1_000),
  BUDGET_ROWS_PER_SECOND: "1",
  PROCESSES: "1000",
});

describe("the budget", () => {
  it("counts what an operation has used, is refilled as time passes, and says how long to wait", () => {
    let now = 0;
    const budget = new Budget(100, 10, () => now);
    const use = (rows: number) => budget.end("viewer", budget.begin("viewer", 50), rows);

    use(99);
    use(20);
    expect(() => use(1)).toThrow("Try again in 2 seconds");
    now += 1_000;
    expect(() => use(1)).toThrow("Try again in 1 seconds");
    now += 1_000;
    expect(() => use(1)).not.toThrow();
    now += 100_000;
    use(0);
    use(100);
    expect(() => use(1)).toThrow("Try again in 1 seconds");
  });

  it("takes a share of what an operation could use as long as it is on its way, and gives back what it did not use", () => {
    const budget = new Budget(1_000, 10, () => 0);
    const taken = Array.from({ length: 500 }, () => budget.begin("viewer", 50_000));

    expect(() => budget.begin("viewer", 50_000)).toThrow("Try again");
    for (const one of taken) budget.end("viewer", one, 1);

    expect(() => budget.begin("viewer", 50_000)).not.toThrow();
  });

  it("of one viewer is spent by all of their sessions, and leaves others theirs", async () => {
    const api = await TestApi.open(budgetOf(5));
    const [anna, ben] = [await api.world.user(), await api.world.user()];
    const [first, second, other] = [await api.world.token(anna), await api.world.token(anna), await api.world.token(ben)];
    const ask = (token: string, address: string) => api.ask("{ me { id } }", { token, address });
    for (const token of [first, second, other]) await ask(token, "10.0.0.1");

    const codes: (string | undefined)[] = [];
    for (const token of [first, second, first, second, first, second])
      codes.push((await ask(token, "10.0.0.2")).errors[0]?.extensions.code);
    const { status, headers, errors } = await ask(first, "10.0.0.3");
    const others = await ask(other, "10.0.0.2");
    await api.close();

    expect(codes).toEqual([undefined, undefined, undefined, "RATE_LIMITED", "RATE_LIMITED", "RATE_LIMITED"]);
    expect([status, errors[0]?.extensions.code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(headers["retry-after"])).toBeGreaterThan(50);
    expect(others.status).toBe(200);
  });

  it("without a token is the network's, and a token that nobody knows is no way round it", async () => {
    const api = await TestApi.open(budgetOf(3));
    const codeOf = (asking: object) => api.codeOf("{ tutorials(first: 1) { nodes { id } } }", asking);

    const codes = [
      await codeOf({ address: "2001:db8::1" }),
      await codeOf({ address: "2001:db8::2", token: "unknown-1" }),
      await codeOf({ address: "2001:db8::3", token: "unknown-2" }),
      await codeOf({ address: "2001:db8::4", token: "unknown-3" }),
      await codeOf({ address: "2001:db8:0:1::1" }),
    ];
    await api.close();

    expect(codes).toEqual([undefined, "UNAUTHENTICATED", "UNAUTHENTICATED", "RATE_LIMITED", undefined]);
  });

  it("of a network that is spent by reading keeps nobody there from signing in, nor those who have signed in from reading", async () => {
    const api = await TestApi.open(budgetOf(300));
    const [token, address] = [await api.world.token(await api.world.user()), "10.0.0.1"];
    const signIn = 'mutation { signIn(input: { email: "nobody@example.org", password: "not a password" }) { token } }';
    await api.ask("{ me { id } }", { token, address: "10.0.0.2" });
    const read = () => api.codeOf("{ tutorials(first: 1) { nodes { id } } }", { address });
    for (let code = await read(); code === undefined; ) code = await read();

    const codes = [await read(), await api.codeOf(signIn, { address }), await api.codeOf("{ me { id } }", { token, address })];
    await api.close();

    expect(codes).toEqual(["RATE_LIMITED", "WRONG_CREDENTIALS", undefined]);
  });

  it("is not spent by what fails on our side", async () => {
    const api = await TestApi.open(budgetOf(3));
    const token = await api.world.token(await api.world.user());
    const ask = () => api.codeOf("{ me { id } }", { token });
    const before = await ask();
    await api.opened.database.query("ALTER TABLE sessions RENAME COLUMN user_id TO elsewhere");

    const codes = [await ask(), await ask(), await ask(), await ask(), await ask()];
    await api.opened.database.query("ALTER TABLE sessions RENAME COLUMN elsewhere TO user_id");
    const after = [await ask(), await ask(), await ask()];
    await api.close();

    expect([before, ...codes]).toEqual([undefined, ...Array(5).fill("INTERNAL_SERVER_ERROR")]);
    expect(after).toEqual([undefined, undefined, "RATE_LIMITED"]);
  });

  it("of four processes together is that of one", async () => {
    const single = await TestApi.open({ BUDGET_ROWS: "200", BUDGET_ROWS_PER_SECOND: "1" });
    const four = await Promise.all(
      [1, 2, 3, 4].map(() => TestApi.over(single, { BUDGET_ROWS: "200", BUDGET_ROWS_PER_SECOND: "1", PROCESSES: "4" })),
    );
    const token = await single.world.token(await single.world.user());
    const answeredBy = async (processes: readonly TestApi[]) => {
      let answered = 0;
      for (let refused = 0, next = 0; refused < processes.length; next++)
        if ((await processes[next % processes.length]?.codeOf("{ me { id } }", { token })) === undefined) answered++;
        else refused++;
      return answered;
    };

    const [one, together] = [await answeredBy([single]), await answeredBy(four)];
    await Promise.all(four.map(({ http }) => http.close()));
    await single.close();

    expect(one).toBeGreaterThanOrEqual(200);
    expect(together / one).toBeGreaterThan(0.8);
    expect(together / one).toBeLessThan(1.2);
  });

  it("keeps an account from making thousands of drawings in a burst", async () => {
    const api = await TestApi.open({ BUDGET_ROWS: "1000", BUDGET_ROWS_PER_SECOND: "1" });
    const token = await api.world.token(await api.world.user());
    const creates = `mutation { ${Array.from({ length: 9 }, (_, n) => `a${n}: createDrawing(input: {}) { id }`).join(" ")} }`;

    const codes = [
      await api.codeOf(creates, { token }),
      await api.codeOf(creates, { token }),
      await api.codeOf(creates, { token }),
    ];
    await api.close();

    expect(codes).toEqual([undefined, undefined, "RATE_LIMITED"]);
  });
});

// Stands for @jest/globals where Node imports a test file itself (SharedRuntime.cjs): each name is that of the file that runs.
const KEY = Symbol.for("the test file's globals");

const current = (name) =>
  new Proxy(() => undefined, {
    apply: (_target, self, words) => Reflect.apply(globalThis[KEY][name], self, words),
    get: (_target, property) => globalThis[KEY][name][property],
  });

export const afterAll = current("afterAll");
export const afterEach = current("afterEach");
export const beforeAll = current("beforeAll");
export const beforeEach = current("beforeEach");
export const describe = current("describe");
export const expect = current("expect");
export const it = current("it");
export const test = current("test");

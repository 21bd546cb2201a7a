// Jest's runtime, but for one thing: a test file is imported by Node itself, so all files of a worker share one copy of the
// service and of its packages. Jest would load about 1,800 modules anew for each of more than a hundred files. A file that changes
// what modules remember changes it back.
const { pathToFileURL } = require("node:url");
const { jestExpect } = require("@jest/expect");
const { default: Runtime } = require("jest-runtime");

let imports = 0;

class SharedRuntime extends Runtime {
  /**
   * What globals.mjs passes to the test files: the describe and it of the file that runs. Jest's own expect would not do, since
   * it compares with the String, Number and Error of a context that no test runs in.
   */
  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals);
    globalThis[Symbol.for("the test file's globals")] = { ...globals, expect: jestExpect };
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(from) {
    const url = pathToFileURL(from);
    // In watch mode and in band, a file may be imported twice by one process.
    url.search = `?run=${++imports}`;
    await import(url.href);
  }
}

module.exports = SharedRuntime;

import { createRoot } from "react-dom/client";
import { closeTabByKey } from "./closeTabByKey.js";
import { PageSession } from "./PageSession.js";
import { Playground } from "./Playground.js";
import { pageOptions } from "./pageOptions.js";
import { StartsAnew } from "./StartsAnew.js";
import "graphiql/style.css";
import "./style.css";

const WORKERS: Readonly<Record<string, string>> = { editorWorkerService: "editor", json: "json", graphql: "graphql" };

Object.assign(window, {
  MonacoEnvironment: {
    getWorkerUrl: (_module: string, label: string) => `/playground/${WORKERS[label] ?? "editor"}.worker.js`,
  },
});

const options = pageOptions();
const session = new PageSession(options.name, options.account);
await session.resume();
const root = document.getElementById("root");
root?.addEventListener("keydown", closeTabByKey);
if (root)
  createRoot(root).render(
    <StartsAnew>
      <Playground title={options.title} tabs={options.tabs} session={session} />
    </StartsAnew>,
  );

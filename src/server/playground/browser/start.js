// Starts GraphiQL in the page that playground.ts serves.
const { tabs, account } = JSON.parse(document.getElementById("options").textContent);

const workers = { editorWorkerService: "editor", json: "json", graphql: "graphql" };
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => `/playground/${workers[label]}.worker.js` };

function headersOf(token) {
  return JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2);
}

async function ask(query, variables, token) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()).data;
}

/** The token that this browser has kept while it is good, else a new one: each visit would else begin a session. */
async function tokenOf({ email, password }) {
  const kept = localStorage.getItem(`token of ${email}`);
  if (kept && (await ask("{ me { id } }", {}, kept))?.me) return kept;
  const signIn = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
  const token = (await ask(signIn, { input: { email, password } }))?.signIn?.token;
  if (token) localStorage.setItem(`token of ${email}`, token);
  return token;
}

const token = account && (await tokenOf(account).catch(() => undefined));
const headers = token && headersOf(token);

YogaGraphiQL.renderYogaGraphiQL(document.getElementById("root"), {
  endpoint: "/graphql",
  title: "NovaDraw API",
  defaultTabs: tabs.map((tab) => ({ ...tab, ...(headers && { headers }) })),
  headers,
  // The answer then says what the operation cost.
  additionalHeaders: { "graphql-cost": "true" },
  shouldPersistHeaders: false,
});

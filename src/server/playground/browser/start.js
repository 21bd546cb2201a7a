// Starts GraphiQL in the page that playground.ts serves.
const { tabs, account } = JSON.parse(document.getElementById("options").textContent);

const workers = { editorWorkerService: "editor", json: "json", graphql: "graphql" };
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => `/playground/${workers[label]}.worker.js` };

function headersOf(token) {
  return JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2);
}

async function signIn({ email, password }) {
  const query = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { input: { email, password } } }),
  });
  return (await response.json()).data?.signIn?.token;
}

const token = account && (await signIn(account).catch(() => undefined));
const headers = token && headersOf(token);

YogaGraphiQL.renderYogaGraphiQL(document.getElementById("root"), {
  endpoint: "/graphql",
  title: "NovaDraw API",
  defaultTabs: tabs.map((tab) => ({ ...tab, ...(headers && { headers }) })),
  headers,
  shouldPersistHeaders: false,
});

/** @throws Error when a server's first or last answer is another than the first server's, cursors aside. */
export async function checkSame(workload, running, requestsOf) {
  for (const place of [0, -1]) {
    const answers = [];
    for (const { name, port } of running) answers.push([name, plain(await ask(port, requestsOf(name).at(place)))]);
    const [, expected] = answers[0];
    for (const [name, answer] of answers)
      if (answer !== expected)
        throw new Error(`${name} answers ${workload} otherwise:\n${answer.slice(0, 600)}\n${expected.slice(0, 600)}`);
  }
}

/** The cursor of the last row of so many pages. @param first the request for the first of them. */
export async function cursorAfter(port, first, pages) {
  let after = null;
  for (let page = 0; page < pages; page++) {
    const { data } = await ask(port, { ...first, variables: { after } });
    after = data.stories.pageInfo.endCursor;
  }
  return after;
}

async function ask(port, { query, token, variables }) {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** PostGraphile's lists are connections throughout. */
function plain(answer) {
  return JSON.stringify(answer, (key, value) => {
    if (key === "pageInfo" || key === "extensions") return undefined;
    return key === "steps" ? (value.nodes ?? value) : value;
  });
}

// The limit: node:http and pg, hand-written SQL with the same token lookup and row filters, and its JSON text sent as it is.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL), options: "-c jit=off" });

const VIEWER = `WITH viewer AS MATERIALIZED (SELECT u.id, u.role = 'ADMIN' AS is_admin FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.token_hash = $1 AND s.expires_at > now())`;
const mayRead = (owner) => `(${owner} = viewer.id OR viewer.is_admin)`;
const list = (columns, from) => `(SELECT coalesce(json_agg(row_to_json(j)), '[]') FROM (SELECT ${columns} FROM ${from}) j)`;

/** Each hand-written for its workload, as one statement whose one column is the answer. */
const STATEMENTS = {
  Gallery: `${VIEWER} SELECT (SELECT row_to_json(j) FROM (SELECT u.name, (SELECT row_to_json(c) FROM (SELECT ${list(
    `d.id, d.uploaded_image_url AS "uploadedImageUrl", (SELECT row_to_json(t) FROM (SELECT subject FROM tutorials WHERE id = d.tutorial_id) t) AS tutorial,
     (SELECT row_to_json(c) FROM (SELECT ${list(
       `id, title, story_text_en AS "storyTextEn", story_text_de AS "storyTextDe"`,
       `stories WHERE drawing_id = d.id AND ${mayRead("user_id")} ORDER BY created_at DESC, stories.id DESC LIMIT 3`,
     )} AS nodes) c) AS stories`,
    `drawings d WHERE d.user_id = u.id AND ${mayRead("d.user_id")} ORDER BY d.created_at DESC, d.id DESC LIMIT 10`,
  )} AS nodes) c) AS drawings FROM users u WHERE u.id = $2 AND ${mayRead("u.id")}) j)::text FROM viewer`,
  Feed: `${VIEWER} SELECT ${list(
    `s.id, s.title, s.story_text_en AS "storyTextEn", (SELECT row_to_json(d) FROM (SELECT id, uploaded_image_url AS "uploadedImageUrl",
      (SELECT row_to_json(t) FROM (SELECT subject, category FROM tutorials WHERE id = tutorial_id) t) AS tutorial
      FROM drawings WHERE id = s.drawing_id AND ${mayRead("user_id")}) d) AS drawing`,
    "stories s WHERE viewer.is_admin ORDER BY s.created_at DESC, s.id DESC LIMIT 50",
  )}::text FROM viewer`,
  Point: `${VIEWER} SELECT (SELECT row_to_json(j) FROM (SELECT id, title, story_text_en AS "storyTextEn" FROM stories
    WHERE id = $2 AND ${mayRead("user_id")}) j)::text FROM viewer`,
  Catalogue: `${VIEWER} SELECT ${list(
    `id, subject, category, ${list(
      `step_number AS "stepNumber", instruction_en AS "instructionEn", instruction_de AS "instructionDe", image_url AS "imageUrl"`,
      "tutorial_steps WHERE tutorial_id = t.id ORDER BY step_number",
    )} AS steps`,
    "tutorials t ORDER BY created_at DESC, id DESC LIMIT 20",
  )}::text FROM viewer`,
  Deep: `${VIEWER} SELECT ${list("id, title, created_at", "stories WHERE viewer.is_admin ORDER BY created_at DESC, stories.id DESC LIMIT 20")}::text FROM viewer`,
  DeepAfter: `${VIEWER} SELECT ${list(
    "id, title, created_at",
    "stories WHERE viewer.is_admin AND (created_at, stories.id) < ($2::timestamptz, $3::uuid) ORDER BY created_at DESC, stories.id DESC LIMIT 20",
  )}::text FROM viewer`,
  Count: `${VIEWER} SELECT (SELECT row_to_json(j) FROM (SELECT (SELECT row_to_json(c) FROM (SELECT
      (SELECT count(*) FROM stories WHERE user_id = u.id AND ${mayRead("user_id")}) AS "totalCount",
      ${list("id, title", `stories WHERE user_id = u.id AND ${mayRead("user_id")} ORDER BY created_at DESC, stories.id DESC LIMIT 10`)} AS nodes) c) AS stories
    FROM users u WHERE u.id = $2 AND ${mayRead("u.id")}) j)::text FROM viewer`,
  Language: `${VIEWER} SELECT ${list(
    `id, CASE WHEN description_de ~ '\\S' THEN description_de WHEN description_en ~ '\\S' THEN description_en ELSE description_de END AS description`,
    "tutorials ORDER BY created_at DESC, id DESC LIMIT 20",
  )}::text FROM viewer`,
};

const WRAP = {
  Gallery: (text) => `{"data":{"user":${text}}}`,
  Count: (text) => `{"data":{"user":${text}}}`,
  Point: (text) => `{"data":{"story":${text}}}`,
  Feed: (text) => `{"data":{"stories":{"nodes":${text}}}}`,
  Catalogue: (text) => `{"data":{"tutorials":{"nodes":${text}}}}`,
  Language: (text) => `{"data":{"tutorials":{"nodes":${text}}}}`,
};

async function answer({ query, variables }, token) {
  const name = /^query (\w+)/.exec(query)[1];
  const hash = createHash("sha256").update(token).digest();
  if (name === "Deep") return deep(hash, variables.after);
  const values = variables.id === undefined ? [hash] : [hash, variables.id];
  const { rows } = await pool.query({ name, text: STATEMENTS[name], values, rowMode: "array" });
  return WRAP[name](rows[0][0]);
}

/** The cursor is the last row's place; it is cut off the rows by text, since their JSON is sent as it is. */
async function deep(hash, after) {
  const values = after ? [hash, ...after.split("|")] : [hash];
  const name = after ? "DeepAfter" : "Deep";
  const { rows } = await pool.query({ name, text: STATEMENTS[name], values, rowMode: "array" });
  const nodes = JSON.parse(rows[0][0]);
  const last = nodes.at(-1);
  const endCursor = last ? `${last.created_at}|${last.id}` : null;
  return JSON.stringify({
    data: { stories: { nodes: nodes.map(({ id, title }) => ({ id, title })), pageInfo: { endCursor } } },
  });
}

createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    answer(JSON.parse(body), request.headers.authorization.slice("Bearer ".length)).then(
      (text) => {
        response.setHeader("content-type", "application/json; charset=utf-8");
        response.end(text);
      },
      (error) => {
        response.statusCode = 500;
        response.end(JSON.stringify({ errors: [{ message: error.message }] }));
      },
    );
  });
}).listen(Number(process.env.PORT), "127.0.0.1");

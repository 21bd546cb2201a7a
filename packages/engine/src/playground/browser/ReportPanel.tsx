import { useMemo, useState } from "react";
import { format } from "sql-formatter";
import type { ExplainedStatement, PlanNode, Report } from "./explanation.js";

const VIEWS = ["Statement", "Plan"] as const;
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const count = (value: number) => value.toLocaleString("en");

/** Under the answer: how long the operation took and what it cost, its SQL statement, and how PostgreSQL ran it. */
export function ReportPanel({ report: { explanation, cost, ms: total } }: { readonly report: Report }) {
  const [view, setView] = useState<(typeof VIEWS)[number]>();
  const statements = explanation?.statements ?? [];
  return (
    <section className="report" aria-label="Report">
      <header>
        <dl>
          {explanation && (
            <>
              <Figure name="database" value={ms(explanation.databaseMs)} />
              <Figure name="server" value={ms(explanation.serverMs)} />
            </>
          )}
          <Figure name="round trip" value={ms(total)} />
          {explanation && <Figure name="rows read" value={count(Math.round(sum(statements, rowsRead)))} />}
          {cost && <Figure name="cost" value={`${count(cost.rows)} of ${count(cost.limit.rows)} rows`} />}
        </dl>
        {statements.length > 0 &&
          VIEWS.map((name) => (
            <button
              key={name}
              type="button"
              aria-expanded={view === name}
              onClick={() => setView(view === name ? undefined : name)}
            >
              {name}
            </button>
          ))}
      </header>
      {view !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <section className="report-body" aria-label={view} tabIndex={0}>
          {statements.map((statement) =>
            view === "Statement" ? <Sql key={statement.sql} {...statement} /> : <Plan key={statement.sql} {...statement} />,
          )}
        </section>
      )}
    </section>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Sql({ sql }: ExplainedStatement) {
  const text = useMemo(() => format(sql, { language: "postgresql", expressionWidth: 90 }), [sql]);
  return <pre>{text}</pre>;
}

function Plan({ plan }: ExplainedStatement) {
  if (!plan) return <p>PostgreSQL was not asked for the plan: it would have carried the statement out again.</p>;
  return (
    <ul className="plan">
      <PlanRow {...plan} />
    </ul>
  );
}

function PlanRow({ node, on, index, rows, loops, ms: time, buffers, inner }: PlanNode) {
  return (
    <li>
      <strong>{node}</strong> {on && <span>on {on}</span>} {index && <span>by {index}</span>}{" "}
      <small>
        {count(rows)} {rows === 1 ? "row" : "rows"}
        {loops > 1 && ` × ${count(loops)}`} · {ms(time)} · {count(buffers)} {buffers === 1 ? "page" : "pages"}
      </small>
      {inner.length > 0 && (
        <ul>
          {inner.map((child, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the tree never changes once it is drawn
            <PlanRow key={index} {...child} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** Rows that scans of tables returned. */
function rowsRead({ plan }: ExplainedStatement): number {
  const under = (node: PlanNode): number => (node.on === undefined ? 0 : node.rows * node.loops) + sum(node.inner, under);
  return plan ? under(plan) : 0;
}

const sum = <T,>(items: readonly T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0);

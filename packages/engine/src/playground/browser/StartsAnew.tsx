import { Component, Fragment, type ReactNode } from "react";
import { pageStorage } from "./pageStorage.js";

/** What GraphiQL stores: tabs, a history, the widths of its parts. */
const OF_GRAPHIQL = "graphiql:";

/** Draws a page that failed once more, without the browser's stored state, which may be broken. */
export class StartsAnew extends Component<{ readonly children: ReactNode }, { readonly failures: number }> {
  override state = { failures: 0 };

  override componentDidCatch(): void {
    pageStorage.forget(OF_GRAPHIQL);
    this.setState(({ failures }) => ({ failures: failures + 1 }));
  }

  override render(): ReactNode {
    const { failures } = this.state;
    if (failures > 1) return <p role="alert">The playground failed. Reload the page.</p>;
    return <Fragment key={failures}>{this.props.children}</Fragment>;
  }
}

import { ApolloProvider } from "@apollo/client/react";
import { createApolloClient } from "novadraw-client/apollo";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { LanguageProvider } from "./language";
import { session } from "./session";
import "./styles/base.css";
import "./styles/pages.css";
import "./styles/account.css";

const client = createApolloClient("/graphql", session);
const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <ApolloProvider client={client}>
        <LanguageProvider>
          <App />
        </LanguageProvider>
      </ApolloProvider>
    </StrictMode>,
  );

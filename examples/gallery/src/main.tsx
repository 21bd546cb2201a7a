import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { LanguageProvider } from "./language";
import "./styles/base.css";
import "./styles/pages.css";
import "./styles/account.css";

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <App />
      </LanguageProvider>
    </StrictMode>,
  );

import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const kit = (file: string) => fileURLToPath(new URL(`../../client/src/${file}`, import.meta.url));

export default defineConfig({
  base: "/gallery/",
  plugins: [react()],
  resolve: {
    // The kit as its sources, so that it need not be built before. A frontend elsewhere installs its package.
    alias: {
      "novadraw-client/apollo": kit("apollo.ts"),
      "novadraw-client/errors": kit("errors.ts"),
      "novadraw-client/session": kit("Session.ts"),
      "novadraw-client/upload": kit("uploadPicture.ts"),
    },
    dedupe: ["@apollo/client", "graphql", "rxjs", "react"],
  },
  // npm run dev in this folder asks the demo that runs beside it.
  server: {
    proxy: Object.fromEntries(["/graphql", "/pictures", "/uploads", "/exports"].map((path) => [path, "http://127.0.0.1:8000"])),
  },
});

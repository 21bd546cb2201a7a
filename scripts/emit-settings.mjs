// Writes .env.example from the settings of the built service. A test fails while the two differ.
import { writeFileSync } from "node:fs";
import { exampleOf } from "../dist/src/config/exampleOf.js";
import { SECTIONS } from "../dist/src/config/settings.js";

writeFileSync(".env.example", exampleOf(SECTIONS));

import { defineConfig } from "vite";

/*
 * The centre's programs for a package, with everything they import in them: `vite build --config
 * sync-server/bundle.config.ts --outDir FOLDER`. Each program keeps its path and what they share
 * lies at the root, so that `program-files.ts` finds everything where the sources have it.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: "node24",
    emptyOutDir: false,
    license: { fileName: "LICENSES.md" },
    rolldownOptions: {
      input: { cli: "cli.ts", "gateway/main": "gateway/main.ts", "api/main": "api/main.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
    },
  },
});

import { defineConfig } from "vite";

/*
 * The station's programs for a package, with everything they import in them except what brings
 * compiled parts along: `vite build --config desktop/bundle.config.ts --outDir FOLDER`. Each program
 * of this folder keeps its path, so that it finds the screen where the sources have it.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  // A module that is also a program must not run when it is only a part of another one.
  define: { "import.meta.main": "false" },
  ssr: { noExternal: true, external: ["@serialport/bindings-cpp"] },
  build: {
    ssr: true,
    target: "node24",
    emptyOutDir: false,
    license: { fileName: "LICENSES.md" },
    rolldownOptions: {
      input: { "shell/station": "shell/station.ts", bridge: "../firmware-bridge/cli.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
    },
  },
});

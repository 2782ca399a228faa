import { join } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;
const outDir = join(here, "dist");

/** Compiled code cannot be bundled: it is found beside the bundle when it runs. */
const NATIVE = ["serialport", /^@serialport\//];

export default defineConfig({
  builder: {
    async buildApp({ build, environments: { main, preload } }) {
      if (main) await build(main);
      if (preload) await build(preload);
    },
  },
  environments: {
    main: {
      resolve: { noExternal: true },
      build: {
        ssr: true,
        outDir,
        emptyOutDir: true,
        target: "node24",
        rolldownOptions: {
          input: { main: join(here, "main.ts"), "host-process": join(here, "host-process.ts") },
          external: ["electron", ...NATIVE],
          output: {
            format: "es",
            entryFileNames: "[name].mjs",
            chunkFileNames: "shared-[hash].mjs",
          },
        },
      },
    },
    // A sandboxed preload can be neither a module nor more than one file.
    preload: {
      build: {
        ssr: true,
        outDir,
        emptyOutDir: false,
        target: "chrome150",
        rolldownOptions: {
          input: { preload: join(here, "preload.ts") },
          external: ["electron"],
          output: { format: "cjs", entryFileNames: "[name].cjs" },
        },
      },
    },
  },
});

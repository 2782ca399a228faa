import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // The folder of this file, wherever the build is called from.
  root: import.meta.dirname,
  plugins: [react()],
  // The server puts each answer's own nonce in its place (see ../api/web-app.ts).
  html: { cspNonce: "__CSP_NONCE__" },
  build: { target: "chrome120", emptyOutDir: true, chunkSizeWarningLimit: 1_200 },
});

import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const PROBE_CALL = "}`, randomId);";
const PROBE_CALL_WITH_NONCE =
  "}`, randomId, { csp: { nonce: document.querySelector('meta[property=csp-nonce]')?.nonce } });";

/**
 * Ant Design's table measures the scroll bar with a style that it writes without the nonce it was
 * given (@rc-component/util, getScrollBarSize.js); the content security policy refuses that one.
 */
function nonceForScrollbarProbe(): Plugin {
  return {
    name: "nonce-for-scrollbar-probe",
    transform: {
      filter: { id: /@rc-component\/util\/es\/getScrollBarSize\.js$/ },
      handler(code) {
        if (!code.includes(PROBE_CALL)) throw new Error("the scroll bar probe reads otherwise now");
        return { code: code.replace(PROBE_CALL, PROBE_CALL_WITH_NONCE), map: null };
      },
    },
  };
}

export default defineConfig({
  // The folder of this file, wherever the build is called from.
  root: import.meta.dirname,
  plugins: [react(), nonceForScrollbarProbe()],
  // The server puts each answer's own nonce in its place (see ../api/web-app.ts).
  html: { cspNonce: "__CSP_NONCE__" },
  build: { target: "chrome120", emptyOutDir: true, chunkSizeWarningLimit: 1_200 },
});

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { openBoardLink } from "../live/board-link.ts";
import { startTexts } from "../text/i18n.ts";
import { App } from "./app.tsx";
import "./page.css";

const place = document.getElementById("app");
if (!place) throw new Error("the page has no #app");
await startTexts(window.localStorage, document.documentElement);
const socketUrl = new URL("/rpc", window.location.href.replace(/^http/, "ws"));
const link = openBoardLink(socketUrl.href, () => performance.now());
createRoot(place).render(
  <StrictMode>
    <App link={link} />
  </StrictMode>,
);

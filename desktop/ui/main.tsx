import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { createStationClient } from "./link/station-client.ts";
import { stationSocket } from "./link/station-socket.ts";
import "./look/tokens.css";
import "./look/base.css";
import { createEarcons } from "./sound/earcons.ts";
import { setUpWords } from "./words/set-up-words.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const client = createStationClient(stationSocket(window));
setUpWords(window.localStorage, document.documentElement, window.location.search);
createRoot(root).render(
  <StrictMode>
    <App client={client} earcons={createEarcons()} storage={window.localStorage} />
  </StrictMode>,
);

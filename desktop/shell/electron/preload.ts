import { contextBridge, ipcRenderer } from "electron";
import { CONNECT_CHANNEL, createShellBridge } from "./shell-bridge.ts";

const bridge = createShellBridge(
  () => new MessageChannel(),
  (port) => ipcRenderer.postMessage(CONNECT_CHANNEL, null, [port]),
);
contextBridge.exposeInMainWorld("gatehouse", bridge);

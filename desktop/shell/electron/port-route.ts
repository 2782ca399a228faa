import type { HostKeeper, TravellingPort } from "./host-keeper.ts";
import { isTrustedSender, type SenderFrame } from "./origin.ts";

/** A page's message with ports, as Electron's main process gets it. */
export interface PortMessage<Port extends TravellingPort> {
  readonly senderFrame: SenderFrame | null;
  readonly ports: readonly Port[];
}

/** Hands the screen's ports to the host, and closes everybody else's. */
export function passPorts<Port extends TravellingPort>(
  { senderFrame, ports }: PortMessage<Port>,
  host: Pick<HostKeeper<Port>, "attach">,
): void {
  for (const port of ports) {
    if (isTrustedSender(senderFrame)) host.attach(port);
    else port.close();
  }
}

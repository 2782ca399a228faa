import { useEffect, useState } from "react";
import type { StationClient } from "./link/station-client.ts";
import { useStation } from "./link/use-station.ts";
import { ConnectingPage } from "./screen/connecting-page.tsx";
import { HostLostPage } from "./screen/host-lost-page.tsx";
import { StationPage } from "./screen/station-page.tsx";
import { StoreFailingPage } from "./screen/store-failing-page.tsx";
import type { Earcons } from "./sound/earcons.ts";

const NIGHT_KEY = "gatehouse.night";

/** What the screen needs from outside. */
export interface AppProps {
  readonly client: StationClient;
  readonly earcons: Earcons;
  readonly storage: Storage;
}

/** The one screen of a checkpoint: a page for each thing that can be true of its host. */
export function App({ client, earcons, storage }: AppProps) {
  const [state, dispatch] = useStation(client, earcons);
  const [isNight, setNight] = useState(() => storage.getItem(NIGHT_KEY) === "on");
  useEffect(() => {
    document.documentElement.dataset.night = isNight ? "on" : "off";
    storage.setItem(NIGHT_KEY, isNight ? "on" : "off");
  }, [isNight, storage]);

  if (state.phase === "connecting") return <ConnectingPage />;
  if (state.phase === "lost") return <HostLostPage lostForMs={state.atMs - state.sinceMs} />;
  if (state.view.store.state === "failing") return <StoreFailingPage store={state.view.store} />;
  return (
    <StationPage
      state={state}
      client={client}
      dispatch={dispatch}
      isNight={isNight}
      onToggleNight={() => setNight((night) => !night)}
    />
  );
}

import { useEffect, useState } from "react";
import { CheckpointPage } from "./checkpoint/checkpoint-page.tsx";
import type { StationClient } from "./link/station-client.ts";
import { useStation } from "./link/use-station.ts";
import { RoomPage } from "./room/room-page.tsx";
import { SamplingPage } from "./sampling/sampling-page.tsx";
import { ConnectingPage } from "./screen/connecting-page.tsx";
import { HostLostPage } from "./screen/host-lost-page.tsx";
import type { PostPageProps } from "./screen/post-frame.tsx";
import { StoreFailingPage } from "./screen/store-failing-page.tsx";
import type { Earcons } from "./sound/earcons.ts";

const NIGHT_KEY = "gatehouse.night";

/** What the screen needs from outside. */
export interface AppProps {
  readonly client: StationClient;
  readonly earcons: Earcons;
  readonly storage: Storage;
}

/** The one screen of a station: a page for each thing that can be true of its host. */
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
    <PostPage
      state={state}
      client={client}
      dispatch={dispatch}
      isNight={isNight}
      onToggleNight={() => setNight((night) => !night)}
    />
  );
}

/** The page of what this station is for. */
function PostPage(props: PostPageProps) {
  const { post } = props.state.view;
  switch (post.role) {
    case "checkpoint":
      return <CheckpointPage {...props} post={post} />;
    case "sampling":
      return <SamplingPage {...props} post={post} />;
    case "room":
      return <RoomPage {...props} post={post} />;
  }
}

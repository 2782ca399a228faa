import type { RoomView } from "@gatehouse/protocols/rpc/room-view";
import type { PostPageProps } from "../screen/post-frame.tsx";

/** The machine room. */
export function RoomPage(_props: PostPageProps & { readonly post: RoomView }) {
  return null;
}

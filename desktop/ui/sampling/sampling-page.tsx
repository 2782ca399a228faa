import type { SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import type { PostPageProps } from "../screen/post-frame.tsx";

/** The sampling table. */
export function SamplingPage(_props: PostPageProps & { readonly post: SamplingView }) {
  return null;
}
